"""What the form of a claim holds when a browser sends it."""

from progress.claiming import owner_of
from progress.models import Draft
from roadmap.models import CriterionWording


def form_of(learner, milestone, texts=None, /, *, version=None, window="one", **fields):
    """The fields of the form, as it is now: the same text for every criterion, or one for each key."""
    keys = milestone.criteria.live().values_list("key", flat=True)
    written = texts if isinstance(texts, dict) else dict.fromkeys(keys, "I built it." if texts is None else texts)
    if version is None:
        version = Draft.objects.of(learner, milestone).version
    form = {"owner": owner_of(learner, milestone), "window": window, "version": version}
    wordings = {pk: same[-1] for pk, same in CriterionWording.objects.asked_by(milestone.pk).items()}
    form |= {f"wording-{each.key}": wordings[each.pk] for each in milestone.criteria.live()}
    for key, text in written.items():
        form |= {f"text-{key}": text, f"links-{key}": ""}
    return form | fields


def door(milestone, verb="draft"):
    return f"/milestones/{milestone.slug}/{verb}/"


def draft_of(learner, milestone):
    return Draft.objects.of(learner, milestone)


def texts_of(draft):
    return {answer["text"] for answer in draft.answers.values()}
