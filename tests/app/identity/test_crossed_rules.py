"""What a cluster reads of an organisation, by the state of their membership."""

import pytest

from app.identity.rules.crossed import CrossedState, Side, is_open_to_cluster


@pytest.mark.parametrize(
    ("state", "asked_by", "is_listed", "is_read"),
    [
        (CrossedState.ASKED, Side.ORGANISATION, False, True),
        (CrossedState.ASKED, Side.CLUSTER, False, False),
        (CrossedState.ASKED, Side.CLUSTER, True, True),
        (CrossedState.ACCEPTED, Side.CLUSTER, False, True),
        (CrossedState.DECLINED, Side.ORGANISATION, False, False),
        (CrossedState.ENDED, Side.ORGANISATION, False, False),
        (CrossedState.ENDED, Side.ORGANISATION, True, True),
    ],
)
def test_a_cluster_reads_members_askers_and_what_is_public(state, asked_by, is_listed, is_read):
    assert is_open_to_cluster(state, asked_by, is_listed=is_listed) is is_read
