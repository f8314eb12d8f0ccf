//! A review as a table for people.

use std::collections::HashMap;
use std::fmt;

use super::Review;
use super::advisory::{Advisory, AdvisoryCode};
use crate::report::{Columns, shortened};

impl fmt::Display for Review {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pin = &self.specification;
        writeln!(f, "Review of {pin}")?;
        writeln!(f, "  {}", shortened(&pin.digest))?;
        let advisories = self.advisories();
        if advisories.is_empty() {
            return f.write_str("No advisories.");
        }
        let mut table = Columns::new(&[("Advisory", 25), ("Where", 35), ("What was found", 36)]);
        // What is said of several tests in the same words is said once.
        let mut said: Vec<Vec<&Advisory>> = Vec::new();
        let mut place_of: HashMap<(AdvisoryCode, &str), usize> = HashMap::new();
        for advisory in advisories {
            let place =
                *place_of.entry((advisory.code(), advisory.explanation())).or_insert(said.len());
            match said.get_mut(place) {
                Some(all) => all.push(advisory),
                None => said.push(vec![advisory]),
            }
        }
        for all in said {
            let Some(first) = all.first() else { continue };
            // Several places of one test are listed; of several tests the names are enough.
            let mut names: Vec<String> =
                all.iter().map(|one| shortened(one.name.as_deref().unwrap_or_default())).collect();
            names.dedup();
            if names.len() == 1 {
                names.extend(all.iter().map(|one| shortened(one.path())));
            }
            let places = names.join("\n");
            table.row(&[
                first.code().to_string(),
                places.trim().to_owned(),
                shortened(first.explanation()),
            ]);
        }
        writeln!(f, "{table}")?;
        let mut codes: Vec<_> = advisories.iter().map(Advisory::code).collect();
        codes.sort_unstable();
        codes.dedup();
        write!(f, "{} advisories; none changes a verdict. Expected by:", advisories.len())?;
        codes.into_iter().try_for_each(|code| write!(f, "\n  {code}: {}", code.source()))
    }
}
