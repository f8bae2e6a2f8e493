//! Options that cut a graph down before it is written.

use super::query::{date, nearest, or_one_of};
use anyhow::bail;
use demarche::article::Record;
use demarche::graph::query::{Asker, NodePattern};
use demarche::graph::{self, Filter, Graph};
use demarche::schema::Schema;
use demarche::statement::{Modality, Statement};

/// Which part of the graph.
#[derive(clap::Args)]
#[command(next_help_heading = "Which part of the graph")]
pub struct FilterArgs {
    /// Only nodes of these types
    #[arg(long, value_name = "TYPE", value_delimiter = ',')]
    kind: Vec<String>,
    /// Only these relations
    #[arg(long, value_name = "RELATION", value_delimiter = ',')]
    relation: Vec<String>,
    /// Only positions of these signs: +, 0 or -
    #[arg(long, value_name = "SIGN", allow_hyphen_values = true, value_delimiter = ',', value_parser = sign)]
    sign: Vec<i8>,
    /// Only what is asserted, intended, conditional or denied
    #[arg(long, value_delimiter = ',', value_parser = super::modality)]
    modality: Vec<Modality>,
    /// Said on this date or later
    #[arg(long, value_name = "DATE", value_parser = date)]
    since: Option<String>,
    /// Said on this date or earlier
    #[arg(long, value_name = "DATE", value_parser = date)]
    until: Option<String>,
    /// Part of a publisher's name
    #[arg(long, value_name = "NAME")]
    publisher: Vec<String>,
    /// Least confidence of a statement, 0 to 1
    #[arg(long, value_name = "P", value_parser = super::probability)]
    min_confidence: Option<f64>,
    /// Least weight of an edge
    #[arg(long, value_name = "N")]
    min_weight: Option<f64>,
    /// Only what lies around this node: a name or an id
    #[arg(long, value_name = "NODE")]
    around: Option<String>,
    /// How many edges away from that node
    #[arg(long, value_name = "N", default_value_t = 1, requires = "around")]
    steps: usize,
    /// Only the largest connected part
    #[arg(long)]
    largest_component: bool,
    /// Leave out the facts (represents, `party_to` ...) and the nodes that no position touches
    #[arg(long)]
    without_facts: bool,
}

fn sign(text: &str) -> Result<i8, String> {
    match text {
        "+" | "1" | "+1" => Ok(1),
        "0" => Ok(0),
        "-" | "-1" => Ok(-1),
        _ => Err("write +, 0 or -".to_owned()),
    }
}

impl FilterArgs {
    /// The part of `graph` that the options choose.
    pub fn apply(
        &self,
        graph: &Graph,
        statements: &[Statement],
        records: &[Record],
        schema: &Schema,
    ) -> anyhow::Result<Graph> {
        for kind in &self.kind {
            if !graph.nodes.iter().any(|node| node.kind == *kind) {
                let known = or_one_of(&nearest(kind, schema.nodes.keys().map(String::as_str)));
                bail!("--kind: the graph has no node of the type `{kind}`{known}");
            }
        }
        for relation in &self.relation {
            if !graph.edges.iter().any(|edge| edge.relation == *relation) {
                let known = or_one_of(&nearest(relation, schema.relations.keys().map(String::as_str)));
                bail!("--relation: the graph has no edge of the relation `{relation}`{known}");
            }
        }
        let center = match &self.around {
            None => None,
            Some(name) => match Asker::new(graph, statements, schema).resolve(name)? {
                NodePattern::Ids(ids) if ids.len() == 1 => ids.into_iter().next(),
                _ => bail!("--around: `{name}` means several nodes; give the id of one"),
            },
        };
        let filter = Filter {
            kinds: self.kind.iter().cloned().collect(),
            relations: self.relation.iter().cloned().collect(),
            signs: self.sign.iter().copied().collect(),
            modalities: self.modality.iter().copied().collect(),
            from: self.since.clone(),
            to: self.until.clone(),
            publishers: self.publisher.iter().cloned().collect(),
            min_confidence: self.min_confidence,
            min_weight: self.min_weight,
            around: center.map(|id| (id, self.steps)),
            largest_component: self.largest_component,
            without_facts: self.without_facts,
        };
        Ok(graph::filter(graph, statements, records, schema, &filter))
    }
}
