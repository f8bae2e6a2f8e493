//! Phrases: a table from sequences of words to values, looked up at a word.

use super::text::Word;
use rustc_hash::FxHashMap;

/// Values by the keys of a phrase, as a tree of words.
#[derive(Debug)]
pub(super) struct Phrases<T> {
    /// The node behind the root by the key of the first word; the root, 0, if there is none.
    first: Vec<u32>,
    /// The node behind another node and a word.
    next: FxHashMap<(u32, u32), u32>,
    /// By node.
    values: Vec<Option<T>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Phrases { first: Vec::new(), next: FxHashMap::default(), values: vec![None] }
    }
}

impl<T: Default> Phrases<T> {
    /// The value of the phrase with the word keys `keys`, made if it is new; the empty phrase has none.
    pub fn entry(&mut self, keys: impl IntoIterator<Item = u32>) -> Option<&mut T> {
        let mut node = 0;
        for key in keys {
            let fresh = u32::try_from(self.values.len()).ok()?;
            node = if let Some(known) = self.behind(node, key) {
                known
            } else {
                if node == 0 {
                    let place = key as usize;
                    self.first.resize(self.first.len().max(place + 1), 0);
                    self.first[place] = fresh;
                } else {
                    self.next.insert((node, key), fresh);
                }
                self.values.push(None);
                fresh
            };
        }
        (node != 0).then(|| self.values[node as usize].get_or_insert_with(T::default))
    }
}

impl<T> Phrases<T> {
    /// The node behind `node` and the word `key`.
    fn behind(&self, node: u32, key: u32) -> Option<u32> {
        if node == 0 {
            // Every word of a text is looked up here, few begin a phrase.
            return self.first.get(key as usize).copied().filter(|node| *node != 0);
        }
        self.next.get(&(node, key)).copied()
    }

    /// The value of the phrase with the word keys `keys`.
    pub fn get(&self, keys: &[u32]) -> Option<&T> {
        let node = keys.iter().try_fold(0, |node, key| self.behind(node, *key))?;
        self.values[node as usize].as_ref()
    }

    /// All phrases that begin at `words[at]` with their numbers of words, shortest first.
    pub fn all_at<'p>(&'p self, words: &'p [Word], at: usize) -> impl Iterator<Item = (usize, &'p T)> + 'p {
        let mut node = 0;
        let nodes = words[at.min(words.len())..].iter().map_while(move |word| {
            node = self.behind(node, word.key)?;
            Some(node)
        });
        nodes.enumerate().filter_map(|(index, node)| Some((index + 1, self.values[node as usize].as_ref()?)))
    }

    /// The longest phrase that begins at `words[at]`: its number of words and its value.
    pub fn at<'p>(&'p self, words: &'p [Word], at: usize) -> Option<(usize, &'p T)> {
        self.all_at(words, at).last()
    }

    /// The first word of the longest phrase that ends right before `words[end]`, not reaching before `start`.
    pub fn ending_at(&self, words: &[Word], start: usize, end: usize) -> Option<usize> {
        (start..end).find(|begin| self.all_at(words, *begin).any(|(length, _)| begin + length == end))
    }
}
