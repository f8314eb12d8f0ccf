//! A campaign's report as a table for people.

use std::fmt;

use super::report::{CampaignLot, CampaignReport};
use crate::report::{Columns, Finding, outcome_and_why, outcome_in_full, shortened};

impl fmt::Display for CampaignReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pin = &self.specification;
        writeln!(
            f,
            "Campaign {} version {} of {}",
            shortened(self.campaign_id()),
            shortened(self.campaign_version()),
            shortened(&self.product)
        )?;
        writeln!(f, "judged by {pin} in the validation phase")?;
        writeln!(f, "{} by {}", shortened(&pin.digest), shortened(&self.evaluator))?;
        writeln!(f, "  {} planned: {}", lots(self.planned), shortened(&self.rationale))?;
        match &self.concurrent_release {
            Some(rationale) => writeln!(f, "  concurrent release: {}", shortened(rationale))?,
            None => writeln!(f, "  concurrent release is not declared")?,
        }
        let mut table = Columns::new(&[
            ("Lot", 14),
            ("Verdict", 18),
            ("Further criterion", 22),
            ("Result", 16),
            ("Outcome and why", 26),
        ]);
        for lot in &self.lots {
            let mut head = [shortened(&lot.lot), verdict(lot)];
            for finding in &lot.findings {
                table.row(&row(std::mem::take(&mut head), finding, outcome_and_why(finding)));
            }
            let [lot_id, verdict] = head;
            if lot.findings.is_empty() {
                table.row(&[lot_id, verdict, String::new(), String::new(), String::new()]);
            }
        }
        // What lots make is said in words even where it is plain: a deviation has no column.
        for finding in &self.across {
            table.row(&row(
                ["all lots".to_owned(), String::new()],
                finding,
                outcome_in_full(finding, &[]),
            ));
        }
        writeln!(f, "{table}")?;
        write!(
            f,
            "Status: {}, from {}",
            self.status,
            lots(u64::try_from(self.lots.len()).unwrap_or(u64::MAX))
        )?;
        if let Some(bound) = self.lower_bound() {
            let (all, conform) = match self.lots.len() {
                1 => ("The only lot".to_owned(), "conforms"),
                several => (format!("All {several} lots"), "conform"),
            };
            write!(
                f,
                "\n  {all} {conform} to the specification, by which the proportion of conforming \
                 lots is\n  \
                 at least {bound} with 95 % confidence, one-sided. Nothing is judged by this \
                 number."
            )?;
        }
        Ok(())
    }
}

fn lots(count: u64) -> String {
    if count == 1 { "1 lot".to_owned() } else { format!("{count} lots") }
}

fn verdict(lot: &CampaignLot) -> String {
    let waits = if lot.awaits_campaign { "\nwaits for the campaign" } else { "" };
    format!("{}{waits}", lot.verdict)
}

fn row([lot, verdict]: [String; 2], finding: &Finding, why: String) -> [String; 5] {
    let criterion = format!("{}: {}", shortened(finding.name()), shortened(finding.criterion()));
    [lot, verdict, criterion, shortened(finding.compared().unwrap_or_default()), why]
}
