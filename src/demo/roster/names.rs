//! Ordinary French first names, last names and streets; any likeness is chance.

use super::random::Random;

const FIRST_NAMES: &str = "Adam Adèle Adrien Agathe Agnès Aïcha Alain Alexandre Alice Alicia Aline \
Amandine Amélie Amina Anaïs André Angélique Anne Anne-Sophie Annick Anthony Antoine Antonin \
Arnaud Arthur Audrey Aurélie Aurélien Axel Baptiste Béatrice Benjamin Benoît Bernadette Bernard \
Brigitte Bruno Camille Capucine Carine Carole Catherine Cécile Céline Charles Charlotte Chloé \
Christelle Christian Christine Christophe Claire Clara Claude Claudine Clément Colette Corentin \
Corinne Cyril Damien Daniel Danielle David Delphine Denis Didier Dominique Dylan Édouard Élise \
Élodie Émeline Émilie Emma Emmanuel Enzo Éric Erwan Estelle Étienne Eugénie Ève Fabien Fabrice \
Fanny Farid Fatima Fernand Florence Florian Franck François Françoise Frédéric Gabriel Gaëlle \
Gaspard Geneviève Georges Gérard Ghislaine Gilles Grégory Guillaume Guy Hakim Héloïse Henri Hervé \
Hugo Isabelle Ismaël Jacqueline Jacques Jean Jean-Claude Jean-Luc Jean-Marc Jeanne Jean-Pierre \
Jérémy Jérôme Joël Jonathan Joseph Josiane Julie Julien Juliette Justine Karim Karine Kévin \
Laëtitia Laura Laurence Laurent Léa Léo Léonie Lilou Lina Lionel Loïc Louis Louise Luc Lucas Lucie \
Ludovic Madeleine Malik Marc Marcel Margaux Marguerite Marie Marie-Claude Marie-Laure Marine \
Marion Marius Martine Mathieu Mathilde Maud Maxime Mélanie Michel Michèle Mireille Mohamed Monique \
Muriel Mylène Nadia Naïma Nathalie Nicolas Nicole Noé Noémie Océane Odette Olivier Pascal Patricia \
Patrick Paul Paulette Pauline Philippe Pierre Pierre-Yves Quentin Rachid Raphaël Raymond Rémi \
Renée Robert Romain Rose Sabrina Salomé Samir Samuel Sandrine Sarah Sébastien Serge Sofia Solange \
Sophie Stéphane Stéphanie Suzanne Sylvain Sylvie Théo Thérèse Thibault Thierry Thomas Timothée \
Tristan Valentin Valérie Véronique Victor Vincent Virginie William Xavier Yann Yasmine Yves Zoé";

const LAST_NAMES: &str = "Abadie,Allard,Amiel,Andrieu,Antoine,Arnaud,Arnoux,Astier,Aubert,Aubry,\
Audibert,Auger,Bailly,Barbier,Baron,Barre,Barthélemy,Bastien,Baudin,Beaumont,Bécu,Belkacem,\
Benoît,Bérard,Berger,Bernard,Bertin,Bertrand,Besson,Blanc,Blanchet,Bœuf,Boisseau,Bonhomme,Bonnet,\
Bouchard,Boucher,Boulanger,Bouquet,Bourgeois,Boutin,Boyer,Bréchet,Briand,Brun,Brunet,Camus,\
Carpentier,Carré,Caron,Castel,Chabert,Charbonnier,Charrier,Chauvin,Chevalier,Clerc,Colin,Collet,\
Cordier,Coste,Cœuret,Courtois,Coutant,Couturier,D'Agostino,Daniel,David,De Almeida,De Sousa,\
Delage,Delmas,Delorme,Denis,Deschamps,Desmoulins,Devaux,Diaz,Diop,Dos Santos,Dubois,Dubreuil,\
Duchêne,Dufour,Dumas,Dumont,Dupin,Dupré,Dupuis,Durand,Durieux,Duval,El Amrani,Esposito,Estève,\
Étienne,Fabre,Faure,Fauvel,Favier,Ferreira,Fèvre,Flament,Fleury,Fontaine,Forestier,Fortin,Fournier,\
Gaillard,Garcia,Garnier,Gautier,Gay,Geoffroy,Gérard,Germain,Gilbert,Girard,Giraud,Gomez,Gonçalves,\
Goujon,Grangier,Grégoire,Grimaud,Gros,Guérin,Guibert,Guichard,Guillet,Guillot,Guyon,Haddad,Hamel,\
Hardy,Henry,Hervé,Huet,Humbert,Imbert,Jacob,Jacquet,Jean,Jolivet,Joly,Jourdan,Julien,Kaci,Klein,\
Labbé,Lacoste,Lacroix,Lagarde,Lambert,Lamy,Langlois,Laporte,Laurent,Lebon,Leblanc,Lebrun,Leclerc,\
Lecomte,Lefort,Le Gall,Léger,Le Goff,Legrand,Lemoine,Leroux,Leroy,L'Huillier,Lopez,Louis,Lucas,\
Magnan,Maillard,Mallet,Marchal,Maréchal,Marie,Marin,Marquet,Martel,Martin,Martinez,Marty,Masson,\
Mathieu,Maurel,Maurin,Ménard,Mercier,Merle,Meunier,Meyer,Michaud,Millet,Monnier,Moreau,Morel,\
Morin,Moulin,Muller,Navarro,N'Diaye,Nicolas,Noël,Olivier,Pages,Paris,Pascal,Payet,Pélissier,Pépin,\
Pereira,Perez,Perrin,Perrot,Petit,Philippe,Picard,Pichon,Pierron,Poirier,Pons,Poulain,Prévost,\
Raynaud,Rémy,Renard,Renault,Rey,Reynaud,Ribeiro,Richard,Rivière,Robin,Roche,Rodriguez,Roger,\
Rolland,Romero,Rossi,Roux,Royer,Sabatier,Saïdi,Salles,Sanchez,Sauvage,Schmitt,Seguin,\
Serre,Simon,Sœur,Soulier,Tessier,Teyssier,Thibault,Thomas,Torres,Toussaint,Traoré,Turpin,Valentin,\
Vallée,Vasseur,Verdier,Vidal,Vigneron,Villard,Vincent,Voisin,Weber,Yildiz,Zimmermann";

const STREETS: &str = "allée des Cyprès,allée des Mimosas,avenue de la Gare,avenue de la Libération,\
avenue de Verdun,avenue des Alpes,avenue du Général Leclerc,avenue du Maréchal Foch,\
avenue Jean Moulin,boulevard de la Liberté,boulevard des Alliés,boulevard Gambetta,\
boulevard Pasteur,chemin de la Colline,chemin des Amandiers,chemin des Oliviers,chemin du Moulin,\
chemin Vieux,cours de la République,impasse des Lilas,impasse du Four,montée de l'Église,\
place de la Mairie,place du Marché,quai de la Rivière,route de la Plage,rue de l'Abreuvoir,\
rue de l'Égalité,rue de l'Horloge,rue de la Fontaine,rue de la Paix,rue des Écoles,rue des Frères,\
rue des Jardins,rue des Tanneurs,rue du 11 Novembre,rue du 4 Septembre,rue du Château,rue du Lavoir,\
rue Émile Zola,rue Jean Jaurès,rue Jules Ferry,rue Louis Pasteur,rue Marie Curie,rue Mirabeau,\
rue Neuve,rue Saint-Jacques,rue Victor Hugo,traverse du Puits";

/// The three lists, cut once.
pub struct Names {
    first: Vec<&'static str>,
    last: Vec<&'static str>,
    streets: Vec<&'static str>,
}

impl Names {
    /// Cuts the lists.
    pub fn new() -> Self {
        Self {
            first: FIRST_NAMES.split_whitespace().collect(),
            last: LAST_NAMES.split(',').collect(),
            streets: STREETS.split(',').collect(),
        }
    }

    /// A first name.
    pub fn first(&self, random: &mut Random) -> String {
        random.pick(&self.first).to_owned()
    }

    /// A last name; one person in fifteen bears two.
    pub fn last(&self, random: &mut Random) -> String {
        let name = random.pick(&self.last);
        if random.chance(65) { format!("{name}-{}", random.pick(&self.last)) } else { name.to_owned() }
    }

    /// A number and a street.
    pub fn street(&self, random: &mut Random) -> String {
        let number = random.between(1, 140);
        let repeated = if random.chance(60) { " bis" } else { "" };
        format!("{number}{repeated} {}", random.pick(&self.streets))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_lists_are_long_and_without_doubles() {
        let names = Names::new();
        for (list, least) in [(&names.first, 120), (&names.last, 200), (&names.streets, 40)] {
            let distinct: BTreeSet<_> = list.iter().collect();
            assert_eq!(distinct.len(), list.len());
            assert!(list.len() >= least);
            assert!(list.iter().all(|name| name.trim() == *name && !name.is_empty()));
        }
    }
}
