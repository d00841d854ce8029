//! Some articles of many, at random and yet the same ones on every machine.

use onrecord_ingest::{Article, Articles};

use crate::interrupt;
use crate::losses::Losses;
use crate::progress::Progress;

/// Articles drawn from inputs.
pub(crate) struct Sample {
    /// Those drawn, in the order of the inputs.
    pub(crate) articles: Vec<Article>,
    /// How many there were to draw from.
    pub(crate) population: u64,
}

/// Reads all `articles` and draws `size` of them; those that cannot be read go to `losses`. Every set of `size` articles
/// is as likely as every other. It holds no more than it returns. `None` if somebody asked to stop.
pub(crate) fn draw(
    articles: &mut Articles,
    size: usize,
    seed: u64,
    losses: &mut Losses,
    progress: &mut Progress,
) -> Option<Sample> {
    let mut chance = Chance(seed);
    let mut kept: Vec<(u64, Article)> = Vec::new();
    let (mut population, mut bytes) = (0, 0);
    while let Some(found) = articles.next() {
        let article = match found {
            Ok(article) => article,
            Err(unreadable) => {
                losses.add(&unreadable.into(), false);
                continue;
            }
        };
        bytes += article.text.len() as u64;
        let number = population;
        population += 1;
        if kept.len() < size {
            kept.push((number, article));
        } else if let Some(place) = usize::try_from(chance.below(population)).ok().and_then(|i| kept.get_mut(i)) {
            *place = (number, article);
        }
        if population % 256 == 0 {
            progress.show_at(population, bytes, articles.consumed());
            if interrupt::asked() {
                return None;
            }
        }
    }
    if interrupt::asked() {
        return None;
    }
    kept.sort_by_key(|(number, _)| *number);
    Some(Sample { articles: kept.into_iter().map(|(_, article)| article).collect(), population })
}

/// Numbers that look like chance, by splitmix64: of our own, so that no other version of a library draws others.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(end)) >> 64) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onrecord_ingest::Options;

    #[test]
    fn chance_is_splitmix64() {
        let mut chance = Chance(1_234_567);
        assert_eq!([chance.next(), chance.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn every_article_is_drawn_as_often_as_every_other() {
        let lines: String = (0..10).map(|i| format!("{{\"id\":\"{i}\",\"text\":\"x\"}}\n")).collect();
        let mut drawn = [0; 10];
        for seed in 0..2000 {
            let stdin = std::io::Cursor::new(lines.clone().into_bytes());
            let mut articles = Articles::of(["-".into()], Options::default()).with_stdin(stdin);
            let mut progress = Progress::new(true);
            let sample = draw(&mut articles, 3, seed, &mut Losses::default(), &mut progress).unwrap();
            assert_eq!((sample.articles.len(), sample.population), (3, 10));
            for article in sample.articles {
                drawn[article.id.parse::<usize>().unwrap()] += 1;
            }
        }
        // 600 each on average; four standard deviations are 82.
        assert!(drawn.iter().all(|n| (518..=682).contains(n)), "{drawn:?}");
    }
}
