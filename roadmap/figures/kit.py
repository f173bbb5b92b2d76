"""All that a figure is drawn with, under one name: see "Figures" in docs/authors.md."""

from roadmap.figures.canvas import Canvas, Point
from roadmap.figures.flows import Flow
from roadmap.figures.lettering import amount, breadth
from roadmap.figures.plots import Plot
from roadmap.figures.registry import Drawn, figure
from roadmap.figures.scales import Scale
from roadmap.figures.tables import Cells

__all__ = ["Canvas", "Cells", "Drawn", "Flow", "Plot", "Point", "Scale", "amount", "breadth", "figure"]
