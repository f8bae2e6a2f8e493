//! Descriptions of an article that mean the same thing.

use super::Thing;
use crate::mention::{Entity, Finder, slug};
use std::collections::BTreeSet;

/// Descriptions of an article that mean the same.
pub(super) struct Group {
    kind: String,
    class: String,
    holder: Option<String>,
    object: Option<String>,
    content: Vec<String>,
    /// Places of the things.
    pub members: Vec<usize>,
}

impl Finder<'_> {
    /// The entity of a group of descriptions.
    pub(super) fn described(&mut self, group: &Group, things: &[Thing]) -> usize {
        let first = &things[group.members[0]];
        // One party of several that it is both of and with.
        let object = group.object.as_ref().filter(|id| group.holder.as_ref() != Some(id));
        let label = |id: &str| {
            let known = self.schema.knowledge.entities.get(id).map(|entity| entity.label.clone());
            let named = || self.places.get(id).map(|place| self.found.entities[*place].label.clone());
            known.or_else(named).unwrap_or_else(|| id.to_owned())
        };
        let words = match group.class.as_str() {
            "treaty" | "plan" => first.word.words.clone(),
            class => class.replace('-', " "),
        };
        let mut content: Vec<&str> = Vec::new();
        for word in group.content.iter().filter(|word| !words.contains(word.as_str())) {
            if !slug(word).is_empty() && !content.contains(&word.as_str()) {
                content.push(word);
            }
        }
        content.truncate(3);
        content.push(&words);
        let content = content.join(" ");
        let (id, label) = if let Some(number) = &first.number {
            (format!("unscr-{number}"), format!("UN Security Council Resolution {number}"))
        } else {
            let part =
                |id: Option<&String>| id.map(|id| slug(id.split_once(':').map_or(&**id, |(_, slug)| slug)));
            let parts = part(group.holder.as_ref()).into_iter().chain([slug(&content)]).chain(part(object));
            let holder = group.holder.as_ref().map(|id| format!("{}: ", label(id))).unwrap_or_default();
            let object = object.map(|id| format!(" ({})", label(id))).unwrap_or_default();
            (parts.collect::<Vec<_>>().join("-"), format!("{holder}{content}{object}"))
        };
        let kind = group.kind.clone();
        let id = format!("{kind}:{id}");
        let holders = group.holder.iter().cloned().collect();
        self.place(Entity {
            id,
            kind,
            label,
            known: false,
            represents: None,
            holders,
            names: BTreeSet::new(),
        })
    }
}

/// Puts together descriptions of one class that do not contradict each other, the fullest first.
pub(super) fn grouped(things: &[Thing]) -> Vec<Group> {
    let mut order: Vec<usize> = (0..things.len())
        .filter(|place| things[*place].describes && things[*place].known.is_none())
        .collect();
    let fullness = |thing: &Thing| usize::from(thing.holder.is_some()) + usize::from(thing.object.is_some());
    order.sort_by_key(|place| (std::cmp::Reverse(fullness(&things[*place])), *place));
    let mut groups: Vec<Group> = Vec::new();
    for place in order {
        let thing = &things[place];
        let agrees = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
        let shares = |a: &[String], b: &[String]| {
            a.is_empty() || b.is_empty() || a.iter().any(|word| b.contains(word))
        };
        let number = |group: &Group| things[group.members[0]].number.clone();
        let fits = |group: &&mut Group| {
            group.kind == thing.word.kind
                && group.class == thing.word.class
                && agrees(&group.holder, &thing.holder)
                && agrees(&group.object, &thing.object)
                && shares(&group.content, &thing.content)
                && number(group) == thing.number
        };
        match groups.iter_mut().find(fits) {
            Some(group) => {
                group.members.push(place);
                group.holder = group.holder.take().or_else(|| thing.holder.clone());
                group.object = group.object.take().or_else(|| thing.object.clone());
                if group.content.is_empty() {
                    group.content.clone_from(&thing.content);
                }
            }
            None => groups.push(Group {
                kind: thing.word.kind.clone(),
                class: thing.word.class.clone(),
                holder: thing.holder.clone(),
                object: thing.object.clone(),
                content: thing.content.clone(),
                members: vec![place],
            }),
        }
    }
    groups
}
