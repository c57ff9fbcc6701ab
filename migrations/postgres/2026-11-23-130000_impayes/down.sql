DROP TABLE impayes;
