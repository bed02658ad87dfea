"""A group too small to be shown was worked out from a share that it was counted in."""

from app.core.ids import encode_id
from app.identity.rules import MemberRole
from app.support.services import read_figures
from tests.api.program import Program
from tests.app.tickets.two_clusters import Scene
from tests.factories.identity import make_member

KINDS = {"sme": 20, "startup": 2, "large_company": 30, "university": 6}


def figures(client, scene):
    read_figures()
    observer = Program.of(client, make_member(scene.beside, role=MemberRole.OBSERVER))
    return observer.send("GET", f"/clusters/{encode_id(scene.beside.id)}/figures").json


def fill(scene, **kinds):
    for kind, people in kinds.items():
        for _ in range(people):
            scene.ticket(scene.beside.id, organisation_kind=kind)


def test_no_share_is_told_of_a_group_that_is_left_out(app, client):
    scene = Scene()
    fill(scene, **KINDS)
    found = figures(client, scene)
    kinds = {group["key"]: group["people"] for group in found["kinds"]["groups"]}
    assert kinds == {"large_company": 30, "sme": 20, "university": None, "startup": None}
    assert found["sme_share"] is None


def test_the_share_of_groups_that_are_shown_is_told(app, client):
    scene = Scene()
    fill(scene, **KINDS | {"startup": 5})
    assert figures(client, scene)["sme_share"] == 41
