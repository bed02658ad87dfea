"""What people read before they accept a seat: ready texts, which an organiser may reword."""

from enum import StrEnum

MAX_TEXT = 6000


class TextKind(StrEnum):
    """What a text is for: it tells of the work, or it is promised."""

    BRIEFING = "briefing"
    TERMS = "terms"


# Kept with the answer once a first person is asked, so that it stays known what they promised.
READY: dict[TextKind, str] = {
    TextKind.BRIEFING: (
        "You read proposals to the challenges of this event and score each of them.\n"
        "\n"
        "- **How much.** Usually six to twelve proposals, of six pages each; allow half an "
        "hour for one.\n"
        "- **How.** Each criterion has six levels with words beside them. Choose the level "
        "whose words fit, and say in a sentence why. You can save and go on later, on a phone"
        " too.\n"
        "- **Until when.** The day stands on your jury page; we remind you before it.\n"
        "- **Whom you do not judge.** Tell us on the page if you know the people behind a "
        "proposal. Somebody else takes over, and nobody asks you for more than the reason.\n"
        "- **Afterwards.** The jury meets once, decides, and every applicant is told why."
    ),
    TextKind.TERMS: (
        "I accept a seat on this jury and promise:\n"
        "\n"
        "1. **Confidentiality.** What I read and hear as a juror I use for judging alone. I "
        "show it to nobody, keep no copies after the decision, and do not say who applied.\n"
        "2. **Impartiality.** I judge by the criteria and nothing else. I say at once if I, "
        "my family or my employer have anything to do with a proposal or compete with it, and"
        " I then take no part in judging it.\n"
        "3. **My own judgement.** I read each proposal myself. I put no proposal, and no part"
        " of one, into a service of artificial intelligence that the organisers did not "
        "provide, and no such service decides a mark of mine.\n"
        "4. **Reliability.** I hand my scorecards in by the day that was named, or say early "
        "that I cannot.\n"
        "5. **No contact.** I do not speak with applicants about their proposals before the "
        "decision is told."
    ),
}
