"""The doors: pages first, then the moves on a milestone's own page and on a row."""

from django.urls import path, register_converter

from progress.mastery import VERBS
from progress.models import Rating
from progress.views import moves, pages


class MoveConverter:
    regex = "|".join(VERBS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class LevelConverter(MoveConverter):
    regex = "|".join(Rating.Level.values)


register_converter(MoveConverter, "move")
register_converter(LevelConverter, "level")

app_name = "progress"
urlpatterns = [
    path("", pages.home, name="home"),
    path("roadmap/", pages.roadmap, name="roadmap"),
    path("phases/<slug:slug>/", pages.phase, name="phase"),
    path("units/<slug:slug>/", pages.unit, name="unit"),
    path("capstones/<slug:slug>/", pages.capstone, name="capstone"),
    path("capstones/<slug:slug>/<slug:step>/", pages.stage, name="stage"),
    path("me/history/", pages.history, name="history"),
    path("milestones/<slug:slug>/<move:move>/", moves.milestone_move, name="milestone_move"),
    path("milestones/<slug:slug>/<slug:key>/<level:level>/", moves.milestone_rate, name="milestone_rate"),
]
# A row stands on the roadmap and on the page of its phase.
for door in ("roadmap/", "phases/<slug:phase>/"):
    urlpatterns += [
        path(f"{door}<slug:slug>/criteria/", moves.row_criteria, name="row_criteria"),
        path(f"{door}<slug:slug>/row/", moves.row_closed, name="row_closed"),
        path(f"{door}<slug:slug>/<move:move>/", moves.row_move, name="row_move"),
        path(f"{door}<slug:slug>/<slug:key>/<level:level>/", moves.row_rate, name="row_rate"),
    ]
