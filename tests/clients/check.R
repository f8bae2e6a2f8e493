# Opens the exports with igraph in R and prints what it sees: a line for each node and edge, fields apart
# by tabs, after a line with the name of the reader.
#
# usage: Rscript check.R FOLDER
suppressMessages(library(igraph))
folder <- commandArgs(trailingOnly = TRUE)[1]

show <- function(name, ids, labels, edges) {
  cat("#", name, "\n", sep = "")
  cat(paste("node", ids, labels, sep = "\t"), sep = "\n")
  cat(paste("edge", edges[[1]], edges[[2]], edges[[3]], edges[[4]], sep = "\t"), sep = "\n")
}

g <- read_graph(file.path(folder, "graph.graphml"), format = "graphml")
ends <- as_edgelist(g, names = FALSE)
ids <- V(g)$id
show("R igraph graphml", ids, V(g)$label, list(ids[ends[, 1]], E(g)$relation, ids[ends[, 2]], E(g)$sign))

read <- function(name) {
  read.csv(file.path(folder, name), na.strings = character(0), colClasses = "character", encoding = "UTF-8")
}
nodes <- read("nodes.csv")
edges <- read("edges.csv")
g <- graph_from_data_frame(edges, vertices = nodes)
ends <- as_edgelist(g)
labels <- gsub("\\\\", "\\", V(g)$Label, fixed = TRUE)
show("R igraph csv", V(g)$name, labels, list(ends[, 1], E(g)$relation, ends[, 2], E(g)$sign))
