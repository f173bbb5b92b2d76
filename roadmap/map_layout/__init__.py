"""The picture of the map: a graph goes in, geometry comes out. Nothing here knows Django.

The same graph gives the same picture on every machine. A picture takes seconds, so it is made once for each graph,
which `graph.digest` tells, and never while somebody waits for a page.
"""
