"""The words of what can go wrong with questions and answers."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

MESSAGES: dict[str, LazyString] = {
    "questions_over": _("Questions about this challenge are not taken now."),
    "too_many_questions": _(
        "Your organisation has %(limit)s questions that wait for an answer. Ask again after that."
    ),
    "asked_already": _("You have asked this already."),
    "answer_final": _("This question was answered, and the answer can no longer be changed."),
    "answered_meanwhile": _(
        "This question was answered meanwhile, so that it can no longer be taken back."
    ),
    "answer_not_public": _("Only an answer that is public is corrected."),
    "answer_unchanged": _("This is what the answer says already."),
    "no_answers_waiting": _("There is no answer to publish."),
    "names_asker": _("This tells who asked: %(found)s. Reword it."),
    "names_contact": _(
        "This holds an e-mail address or a telephone number: %(found)s. Take it out."
    ),
}
