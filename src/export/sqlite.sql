-- The graph as tables. Ids are those of graph.json and statements.jsonl; dates are ISO text of full or
-- shorter form; what is not known is NULL; truth is 0 or 1.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE nodes (
  id TEXT PRIMARY KEY,            -- type:slug
  kind TEXT NOT NULL,             -- node type
  label TEXT NOT NULL,            -- usual name
  statements INTEGER NOT NULL     -- statements it takes part in
) WITHOUT ROWID;

-- Other names of a node.
CREATE TABLE aliases (
  node TEXT NOT NULL REFERENCES nodes, alias TEXT NOT NULL, PRIMARY KEY (node, alias)
) WITHOUT ROWID;

-- Facts of a node's knowledge table: wikidata, start, end ...
CREATE TABLE attributes (
  node TEXT NOT NULL REFERENCES nodes, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (node, name)
) WITHOUT ROWID;

CREATE TABLE edges (
  id TEXT PRIMARY KEY,
  source TEXT NOT NULL REFERENCES nodes,
  target TEXT NOT NULL REFERENCES nodes,
  relation TEXT NOT NULL,
  sign INTEGER NOT NULL,          -- 1 for, 0 open, -1 against
  layer TEXT NOT NULL,            -- stance: somebody's position; context: a fact of the knowledge
  denied INTEGER NOT NULL,        -- 1: the articles say that it is not so
  symmetric INTEGER NOT NULL,     -- 1: says the same in both directions
  weight REAL NOT NULL,           -- statements; the same words in several articles count once
  confidence REAL NOT NULL,       -- of the surest statement
  first_date TEXT,                -- of a fact its begin
  last_date TEXT,                 -- of a fact its end
  role TEXT,                      -- the office behind `represents`
  evidence TEXT,                  -- the surest statement's words
  evidence_article TEXT REFERENCES articles,
  evidence_start INTEGER,         -- first byte in the article's text
  evidence_end INTEGER            -- first byte after
) WITHOUT ROWID;

-- Articles an edge rests on; of a fact those that name both ends.
CREATE TABLE edge_articles (
  edge TEXT NOT NULL REFERENCES edges, article TEXT NOT NULL REFERENCES articles, PRIMARY KEY (edge, article)
) WITHOUT ROWID;

-- What positions between two actors are about.
CREATE TABLE edge_about (
  edge TEXT NOT NULL REFERENCES edges, node TEXT NOT NULL REFERENCES nodes, PRIMARY KEY (edge, node)
) WITHOUT ROWID;

CREATE TABLE statements (
  id TEXT PRIMARY KEY,
  edge TEXT REFERENCES edges,     -- NULL where the graph was filtered and lacks the edge
  article TEXT NOT NULL REFERENCES articles,
  actor TEXT NOT NULL REFERENCES nodes,
  actor_mention TEXT,             -- the article's words for it
  relation TEXT NOT NULL,
  sign INTEGER NOT NULL,
  target TEXT NOT NULL REFERENCES nodes,
  target_mention TEXT,
  about TEXT REFERENCES nodes,
  about_mention TEXT,
  modality TEXT NOT NULL,         -- asserted, intended, conditional, denied
  speaker TEXT REFERENCES nodes,  -- who said so, when that is not the actor
  represents TEXT REFERENCES nodes,
  date TEXT,
  publisher TEXT,
  evidence TEXT NOT NULL,
  evidence_start INTEGER NOT NULL,
  evidence_end INTEGER NOT NULL,
  rule TEXT NOT NULL,
  confidence REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE articles (
  id TEXT PRIMARY KEY, title TEXT, date TEXT, date_from TEXT, publisher TEXT, publisher_from TEXT,
  url TEXT, file TEXT NOT NULL, hash TEXT NOT NULL,
  text TEXT                       -- where the build kept it
) WITHOUT ROWID;

-- The words by which an article names an entity, also one that is no node.
CREATE TABLE mentions (
  article TEXT NOT NULL REFERENCES articles, node TEXT NOT NULL, mention TEXT NOT NULL,
  PRIMARY KEY (article, node, mention)
) WITHOUT ROWID;

CREATE INDEX aliases_by_alias ON aliases (alias);
CREATE INDEX edges_by_source ON edges (source);
CREATE INDEX edges_by_target ON edges (target);
CREATE INDEX edges_by_relation ON edges (relation);
CREATE INDEX statements_by_edge ON statements (edge);
CREATE INDEX statements_by_actor ON statements (actor);
CREATE INDEX statements_by_target ON statements (target);
CREATE INDEX statements_by_article ON statements (article);
CREATE INDEX statements_by_date ON statements (date);
CREATE INDEX mentions_by_node ON mentions (node);

-- Who holds which position on what, in names.
CREATE VIEW positions AS
SELECT source.label AS actor, source.kind AS actor_kind, edges.relation, edges.denied, edges.sign,
       target.label AS target, target.kind AS target_kind, edges.weight, edges.first_date, edges.last_date,
       edges.confidence, edges.evidence, edges.evidence_article AS article, edges.id AS edge
FROM edges JOIN nodes AS source ON source.id = edges.source JOIN nodes AS target ON target.id = edges.target
WHERE edges.layer = 'stance';

-- Every statement in names, with its words and its article.
CREATE VIEW quotes AS
SELECT coalesce(actor.label, statements.actor) AS actor, statements.relation, statements.modality,
       statements.sign, coalesce(target.label, statements.target) AS target,
       coalesce(about.label, statements.about) AS about, coalesce(speaker.label, statements.speaker) AS speaker,
       statements.date, statements.publisher, statements.evidence, statements.article, articles.title,
       articles.url, statements.confidence, statements.id AS statement
FROM statements
LEFT JOIN nodes AS actor ON actor.id = statements.actor
LEFT JOIN nodes AS target ON target.id = statements.target
LEFT JOIN nodes AS about ON about.id = statements.about
LEFT JOIN nodes AS speaker ON speaker.id = statements.speaker
LEFT JOIN articles ON articles.id = statements.article;
