"""Lays a graph out as a program of its own: JSON of the graph on its input, JSON of the geometry on its output.

So the seconds that it takes are another process's, which whoever serves pages has only to wait for.
"""

import json
import os
import sys

from roadmap.map_layout.graph import read
from roadmap.map_layout.making import lay_out

if __name__ == "__main__":
    # Whoever waits for a page goes first.
    os.nice(10)
    json.dump(lay_out(read(json.load(sys.stdin))), sys.stdout, ensure_ascii=False)
