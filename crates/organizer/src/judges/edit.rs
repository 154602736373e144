//! One judge: read into a form, put from it, and taken off the list.

use chrono::{DateTime, FixedOffset};
use contest::JudgeId;
use serde::{Deserialize, Serialize};

use super::list::Cells;
use crate::error::{JudgesError, StoreError};
use crate::folder::Organizer;
use crate::store::judge::Judge;
use crate::store::log::{self, Act};
use crate::store::{assignment, issued_pack, judge, plan};

/// A judge as the columns of a list have it; lists are set apart by `;`, an empty limit is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgeForm {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Where the judge works.
    pub unit: String,
    /// The mail address.
    pub email: String,
    /// Theme numbers, the best known first.
    pub themes: String,
    /// The most entries of a round.
    pub max_entries: String,
    /// The most minutes of video and sound of a round.
    pub max_minutes: String,
    /// Entry numbers and units that the judge must not see.
    pub conflicts: String,
    /// Names of people whose entries the judge must not see.
    pub kin: String,
    /// The rounds the judge takes part in; empty is all of them.
    pub rounds: String,
}

/// A judge on the list, and what can be done with the line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OneJudge {
    /// What the list says.
    pub form: JudgeForm,
    /// How many packs of all rounds are out; with one the name stays and the judge is not taken off.
    pub packs: usize,
    /// Whether the judge dropped out.
    pub dropped: bool,
}

impl Organizer {
    /// Everybody on the list, by id.
    ///
    /// # Errors
    /// A database that cannot be read, a log that was changed.
    pub fn judges(&self) -> Result<Vec<OneJudge>, StoreError> {
        let packs = issued_pack::all(&self.db)?;
        let dropped = self.dropped()?;
        let one = |judge: Judge| OneJudge {
            form: form_of(&judge),
            packs: packs.iter().filter(|pack| pack.judge == judge.id).count(),
            dropped: dropped.contains(&judge.id),
        };
        Ok(judge::all(&self.db)?.into_iter().map(one).collect())
    }

    /// Puts one judge on the list, or in place of the one with this id.
    ///
    /// # Errors
    /// [`JudgesError::Field`] for what does not read; [`JudgesError::IdTaken`] where a new judge was meant and the id is
    /// somebody's; [`JudgesError::HasPack`].
    pub fn put_judge(&mut self, form: &JudgeForm, is_new: bool) -> Result<(), JudgesError> {
        let cells = Cells {
            id: form.id.trim(),
            name: form.name.trim(),
            unit: form.unit.trim(),
            email: form.email.trim(),
            themes: form.themes.trim(),
            max_entries: form.max_entries.trim(),
            max_minutes: form.max_minutes.trim(),
            conflicts: &form.conflicts,
            kin: &form.kin,
            rounds: form.rounds.trim(),
        };
        let new = cells.read(0, &self.contest).map_err(|why| match why {
            JudgesError::Line { field, found, .. } => JudgesError::Field { field, found },
            other => other,
        })?;
        let all = judge::all(&self.db)?;
        let same = |old: &&Judge| old.id.as_str().eq_ignore_ascii_case(new.id.as_str());
        let old = all.iter().find(same);
        match old {
            Some(old) if is_new || old.id != new.id => Err(JudgesError::IdTaken {
                judge: old.id.to_string(),
                name: old.name.clone(),
            }),
            Some(old) if old.name != new.name && self.has_pack(&new.id)? => {
                Err(JudgesError::HasPack {
                    judge: old.id.to_string(),
                    name: old.name.clone(),
                })
            }
            _ => Ok(judge::put(&self.db, &new)?),
        }
    }

    /// Takes a judge off the list. Plans that have the judge and are not out yet go with it, for they are to be made anew;
    /// their seeds are still known. A line of the log says so.
    ///
    /// # Errors
    /// [`JudgesError::Unknown`]; [`JudgesError::Bound`] when a pack is out for the judge, or for anybody of a plan that has
    /// the judge: then the judge can only drop out.
    pub fn remove_judge(
        &mut self,
        id: &JudgeId,
        now: DateTime<FixedOffset>,
    ) -> Result<(), JudgesError> {
        let all = judge::all(&self.db)?;
        let gone = all.iter().find(|judge| &judge.id == id);
        let gone = gone.ok_or_else(|| JudgesError::Unknown {
            judge: id.to_string(),
        })?;
        let bound = JudgesError::Bound {
            judge: id.to_string(),
        };
        if self.has_pack(id)? {
            return Err(bound);
        }
        let mut planned = Vec::new();
        for round in &self.contest.rounds {
            let has = |pair: &(JudgeId, contest::EntryNumber)| &pair.0 == id;
            if assignment::of_round(&self.db, &round.id)?.iter().any(has) {
                if !issued_pack::latest(&self.db, &round.id)?.is_empty() {
                    return Err(bound);
                }
                planned.push(round.id.clone());
            }
        }
        let act = Act::JudgeRemoved {
            judge: id.clone(),
            name: gone.name.clone(),
        };
        let change = self.db.transaction().map_err(StoreError::from)?;
        for round in &planned {
            assignment::replace(&change, round, &[])?;
            plan::remove(&change, round)?;
        }
        judge::remove(&change, id)?;
        log::append(&change, now, &act)?;
        change.commit().map_err(StoreError::from)?;
        Ok(())
    }

    fn has_pack(&self, id: &JudgeId) -> Result<bool, StoreError> {
        let packs = issued_pack::all(&self.db)?;
        Ok(packs.iter().any(|pack| &pack.judge == id))
    }
}

/// A judge as the columns of a list have it.
pub(super) fn form_of(judge: &Judge) -> JudgeForm {
    let number = |limit: Option<u32>| limit.map_or_else(String::new, |limit| limit.to_string());
    let themes: Vec<String> = judge.themes.iter().map(|id| id.get().to_string()).collect();
    let rounds: Vec<String> = judge.rounds.iter().map(ToString::to_string).collect();
    JudgeForm {
        id: judge.id.to_string(),
        name: judge.name.clone(),
        unit: judge.unit.clone(),
        email: judge.email.clone(),
        themes: themes.join(";"),
        max_entries: number(judge.max_entries),
        max_minutes: number(judge.max_minutes),
        conflicts: judge.conflicts.join(";"),
        kin: judge.kin.join(";"),
        rounds: rounds.join(";"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accept::tests::plant;
    use crate::accept::{IdentityRule, ThemeChoice, Which};
    use crate::judges::ListChange;
    use crate::new::tests::{fresh, now, rng};

    fn form(id: &str, name: &str) -> JudgeForm {
        JudgeForm {
            id: id.to_owned(),
            name: name.to_owned(),
            ..JudgeForm::default()
        }
    }

    #[test]
    fn a_judge_is_put_changed_and_taken_off_and_a_plan_with_the_judge_goes_too() {
        let (_dir, mut organizer) = fresh();
        for id in ["J01", "J02", "J03"] {
            organizer.put_judge(&form(id, "甲"), true).unwrap();
        }
        let taken = organizer.put_judge(&form("j02", "乙"), true);
        assert!(matches!(taken, Err(JudgesError::IdTaken { .. })));
        let wrong = JudgeForm {
            themes: "2;99".to_owned(),
            ..form("J02", "乙")
        };
        let refused = organizer.put_judge(&wrong, false);
        assert!(matches!(
            refused,
            Err(JudgesError::Field {
                field: "themes",
                ..
            })
        ));
        organizer.put_judge(&form("J02", "乙"), false).unwrap();
        assert_eq!(organizer.judges().unwrap()[1].form.name, "乙");

        plant(&organizer, "点子", "某校", Some(2));
        let choice = ThemeChoice::default();
        organizer
            .accept(&Which::All, &choice, IdentityRule::Mask, now(), &mut rng())
            .unwrap();
        organizer.plan(3, 41, now()).unwrap();
        let panel = organizer.contest().panel().id.clone();
        organizer
            .remove_judge(&"J01".parse().unwrap(), now())
            .unwrap();
        assert_eq!(organizer.plan_table(&panel).unwrap(), None);
        assert_eq!(organizer.judges().unwrap().len(), 2);
        assert!(matches!(
            organizer.log().unwrap().last().unwrap().act,
            Act::JudgeRemoved { .. }
        ));
    }

    #[test]
    fn a_list_says_what_it_would_change_and_where_it_is_wrong() {
        let (_dir, mut organizer) = fresh();
        organizer
            .take_judges("id,name,unit,email\nJ01,甲,,\nJ02,乙,,\nJ09,癸,,\n")
            .unwrap();
        let list = "编号,姓名,单位,邮箱,专题\nJ01,甲,,,\nJ02,乙,某校,,2\nJ03,,,,\nJ04,丁,,,\n";
        let told = organizer.preview_judges(list.as_bytes()).unwrap();
        assert_eq!(told.kept, 1);
        assert_eq!(told.lines[0].change, ListChange::Unchanged);
        match &told.lines[1].change {
            ListChange::Changed(fields) => {
                let names: Vec<_> = fields.iter().map(|one| one.field).collect();
                assert_eq!(names, ["unit", "themes"]);
            }
            other => panic!("{other:?}"),
        }
        match &told.lines[2] {
            line if line.line == 4 => assert!(matches!(line.change, ListChange::Wrong(_))),
            other => panic!("{other:?}"),
        }
        assert_eq!(told.lines[3].change, ListChange::Added);
        assert!(organizer.take_judges_file(list.as_bytes()).is_err());
        assert_eq!(organizer.judges().unwrap().len(), 3);
    }
}
