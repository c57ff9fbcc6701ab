DROP INDEX payment_lines_corrects_ix;
DROP INDEX payment_lines_month_ix;
