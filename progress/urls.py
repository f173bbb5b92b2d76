"""The doors: pages first, then the moves on a milestone's own page and on a row."""

from django.urls import path, register_converter

from progress.mastery import VERBS
from progress.models import Rating
from progress.views import claiming, claims, desk, finding, lessons, moves, pages


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
    path("roadmap/map/", pages.picture, name="picture"),
    path("search/", finding.search, name="search"),
    path("glossary/", finding.glossary, name="glossary"),
    path("keys/", finding.keys, name="keys"),
    path("phases/<slug:slug>/", pages.phase, name="phase"),
    path("units/<slug:slug>/", pages.unit, name="unit"),
    path("units/<slug:slug>/whole/", pages.whole, name="whole"),
    # A key holds points, as ids in the curriculum do.
    path("units/<slug:slug>/parts/<str:part>/", lessons.part, name="part"),
    path("units/<slug:slug>/questions/<str:question>/", lessons.question, name="question"),
    path("capstones/<slug:slug>/", pages.capstone, name="capstone"),
    path("capstones/<slug:slug>/<slug:step>/", pages.stage, name="stage"),
    path("claims/<int:pk>/", claims.claim, name="claim"),
    path("claims/<int:pk>/message/", claims.claim_message, name="claim_message"),
    path("claims/<int:pk>/withdraw/", claims.claim_withdraw, name="claim_withdraw"),
    path("claims/<int:pk>/revoke/", claims.claim_revoke, name="claim_revoke"),
    path("claims/<int:pk>/pick-up/", desk.claim_pick_up, name="claim_pick_up"),
    path("claims/<int:pk>/release/", desk.claim_release, name="claim_release"),
    path("claims/<int:pk>/judge/", desk.claim_judge, name="claim_judge"),
    path("claims/<int:pk>/approve/", desk.claim_approve, name="claim_approve"),
    path("claims/<int:pk>/send-back/", desk.claim_send_back, name="claim_send_back"),
    path("review/", desk.review, name="review"),
    path("review/count/", desk.review_count, name="review_count"),
    path("review/<int:pk>/pick-up/", desk.queue_pick_up, name="queue_pick_up"),
    path("me/history/", pages.history, name="history"),
    path("me/news/", pages.news, name="news"),
    path("milestones/<slug:slug>/<move:move>/", moves.milestone_move, name="milestone_move"),
    path("milestones/<slug:slug>/draft/", claiming.draft_save, name="draft_save"),
    path("milestones/<slug:slug>/draft/preview/", claiming.draft_preview, name="draft_preview"),
    path("milestones/<slug:slug>/draft/<int:number>/", claiming.draft_choose, name="draft_choose"),
    path("milestones/<slug:slug>/claim/", claiming.claim_send, name="claim_send"),
    path("milestones/<slug:slug>/withdraw/<int:claim>/", claiming.milestone_withdraw, name="milestone_withdraw"),
    path("milestones/<slug:slug>/<slug:key>/<level:level>/", moves.milestone_rate, name="milestone_rate"),
]
# Beside a section of a lesson, which is named by what it asks for.
urlpatterns += [
    path("lessons/<slug:slug>/<slug:at>/<move:move>/", lessons.lesson_move, name="lesson_move"),
    path("lessons/<slug:slug>/<slug:at>/<slug:key>/<level:level>/", lessons.lesson_rate, name="lesson_rate"),
]
# A row stands on the roadmap and on the page of its phase.
for door in ("roadmap/", "phases/<slug:phase>/"):
    urlpatterns += [
        path(f"{door}<slug:slug>/criteria/", moves.row_criteria, name="row_criteria"),
        path(f"{door}<slug:slug>/row/", moves.row_closed, name="row_closed"),
        path(f"{door}<slug:slug>/<move:move>/", moves.row_move, name="row_move"),
        path(f"{door}<slug:slug>/<slug:key>/<level:level>/", moves.row_rate, name="row_rate"),
    ]
