//! Statistics as one JSON object, for programs. `docs/stats.md` tells what each key means.

use onrecord_engine::{Band, Dimension, Hearing, Outcome, Reason, SourceKind, Status};

use super::rows::ratios;
use super::{FEW, Group, NOT_TOLD, Page, Ratio, Spread, Stats};
use crate::json::Json;

/// The version of the shape of statistics.
pub const SCHEMA: &str = "onrecord-stats/1";

/// The object, as one line.
#[must_use]
pub fn json(stats: &Stats, page: &Page<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    Json::new(&mut out).object(|o| {
        o.key("schema").word(SCHEMA);
        o.key("engine").text(page.engine);
        o.key("few_below").count(FEW);
        o.key("only_scored").bool(stats.only_scored);
        o.key("once").bool(stats.once);
        o.key("copies").count(stats.copies);
        o.key("all");
        group(o, &stats.all, page);
        o.key("groupings").list(&stats.groupings, |o, grouping| {
            o.object(|o| {
                o.key("by").word(grouping.by.name());
                o.key("groups").list(grouping.all(), |o, (name, of)| {
                    o.object(|o| {
                        o.key("group").maybe(name.ok(), Json::text);
                        o.key("instead").maybe(name.err(), Json::word);
                        o.key("figures");
                        group(o, of, page);
                    });
                });
            });
        });
        o.key("most_quoted").list(stats.names.most_quoted(page.most), |o, name| {
            o.object(|o| {
                o.key("name").text(&name.name);
                o.key("kind").word(name.kind.name());
                o.key("role").maybe(name.role.as_deref(), Json::text);
                o.key("articles").count(u64::from(name.articles));
                o.key("statements").count(name.statements);
            });
        });
        o.key("names").object(|o| {
            o.key("kept").count(stats.names.len() as u64);
            o.key("dropped_up_to").count(u64::from(stats.names.dropped_up_to));
            o.key("single_words").count(stats.names.single_words);
        });
        o.key("odd_dates").count(stats.odd_dates);
        o.key("not_told").text(NOT_TOLD);
    });
    out.push(b'\n');
    out
}

fn group(o: &mut Json<'_>, of: &Group, page: &Page<'_>) {
    o.object(|o| {
        o.key("articles").object(|o| {
            o.key("read").count(of.read());
            o.key("counted").count(of.counted());
            for status in Status::ALL {
                o.key(status.name()).count(of.with_status(*status));
            }
        });
        o.key("few").bool(of.is_small());
        o.key("sources").object(|o| {
            for kind in SourceKind::ALL.iter().filter(|k| **k != SourceKind::None) {
                o.key(kind.name()).count(of.of_kind(*kind)[0]);
            }
        });
        o.key("statements").object(|o| {
            for kind in SourceKind::ALL {
                o.key(kind.name()).count(of.of_kind(*kind)[1]);
            }
        });
        o.key("forms").object(|o| {
            for (form, n) in ["direct", "mixed", "indirect"].into_iter().zip(of.forms) {
                o.key(form).count(n);
            }
        });
        o.key("shares").object(|o| {
            for (key, _, ratio) in ratios(of) {
                o.key(key);
                share(o, ratio);
            }
        });
        o.key("responses").object(|o| {
            for outcome in Outcome::ALL {
                o.key(outcome.name()).count(of.with_outcome(*outcome));
            }
        });
        o.key("accused").object(|o| {
            for heard in Hearing::ALL {
                o.key(heard.name()).count(of.heard(*heard));
            }
        });
        o.key("justifications").object(|o| {
            for reason in Reason::ALL {
                o.key(reason.name()).count(of.with_reason(*reason));
            }
        });
        o.key("not_scored").list(&of.abstentions, |o, (reason, articles)| {
            o.object(|o| {
                o.key("reason").text(reason);
                o.key("articles").count(*articles);
            });
        });
        o.key("bands").object(|o| {
            for band in Band::ALL {
                o.key(band.name()).count(of.in_band(*band));
            }
        });
        o.key("scores").list(of.scores.tens(), Json::count);
        o.key("score");
        spread(o, &of.scores);
        o.key("dimensions").object(|o| {
            for dimension in Dimension::ALL {
                o.key(dimension.name());
                spread(o, of.dimension(*dimension));
            }
        });
        o.key("findings").list(&of.findings, |o, (rule, found)| {
            o.object(|o| {
                o.key("rule").text(rule);
                o.key("title").text(page.handbook.title(rule));
                o.key("findings").count(found.times);
                o.key("articles").count(found.articles);
            });
        });
    });
}

fn share(o: &mut Json<'_>, ratio: &Ratio) {
    o.object(|o| {
        o.key("count").count(ratio.hits);
        o.key("n").count(ratio.units);
        o.key("articles").count(ratio.articles);
        o.key("percent").maybe(ratio.percent(), Json::points);
        o.key("interval").maybe(ratio.interval(), |o, ends| o.list(ends, Json::points));
    });
}

fn spread(o: &mut Json<'_>, spread: &Spread) {
    o.object(|o| {
        o.key("n").count(spread.values());
        o.key("quartiles").maybe(spread.quartiles(), |o, five| o.list(five, Json::points));
    });
}
