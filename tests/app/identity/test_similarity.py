import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.identity.rules.similarity import (
    Likeness,
    Reason,
    core_of,
    likeness,
    reasons,
    site_of,
    weight,
)


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("Brandauer Hydraulik AG", "brandauer hydraulik"),
        ("Brandauer Hydraulik GmbH & Co. KG", "brandauer hydraulik"),
        ("Lötwerk UG (haftungsbeschränkt)", "lotwerk"),
        ("Zielona Dolina Sp. z o.o.", "zielona dolina"),
        ("Zielona Dolina spółka z ograniczoną odpowiedzialnością", "zielona dolina"),
        ("UAB „Neries avilys“", "neries avilys"),
        ("Neries avilys, UAB", "neries avilys"),
        ("VšĮ Šiaurės tiltas", "siaures tiltas"),
        ("Балкан Кабел ЕООД", "balkan kabel"),
        ("Balkan Kabel EOOD", "balkan kabel"),
        ("Πηνειός Βιομηχανία Α.Ε.", "pineios viomichania"),
        ("Gaztelu Forja S.Coop.", "gaztelu forja"),
        ("Talleres Segura, S.L.U.", "talleres segura"),
        ("Dunai Gépgyár Zrt.", "dunai gepgyar"),
        ("Tovarna d.o.o.", "tovarna"),
        ("Strojírny Morava, spol. s r.o.", "strojirny morava"),
        ("Officine Adda S.r.l.", "officine adda"),
        ("Havørn A/S", "havorn"),
        ("Kelluva Oy Ab", "kelluva"),
        ("Põhja Puit OÜ", "pohja puit"),
        ('SIA "Daugavas dati"', "daugavas dati"),
        ("Oficinas Douro, Unipessoal Lda.", "oficinas douro"),
        ("Ateliers d'Ardenne SPRL", "ateliers dardenne"),
        ("Shannon Sensors Teoranta", "shannon sensors"),
        ("Uzina Olt S.R.L.", "uzina olt"),
        ("Strömsund Kraft AB (publ)", "stromsund kraft"),
        ("Xewkija Marine Ltd", "xewkija marine"),
        ("AG", "ag"),  # nothing but a legal form stays what it is
        ("", ""),
    ],
)
def test_a_name_is_compared_without_its_legal_form(name, core):
    assert core_of(name) == core


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("Balkan Kabel AD", "Балкан Кабел ЕАД", (Reason.SAME_NAME,)),
        (
            "Θεσσαλικός Μεταλλουργικός Όμιλος",
            "Thessalikos Metallourgikos Omilos",
            (Reason.LIKE_NAME,),
        ),
        ("Kristalis Semicon AG", "Kristalis Semikon", (Reason.LIKE_NAME,)),
        ("Kristalis Semicon AG", "Semicon Kristalis", (Reason.LIKE_NAME,)),
        ("Brandauer Hydraulik AG", "Brandauer-Hydraulik", (Reason.SAME_NAME,)),
        ("Lautenbach Softwarehaus", "Lautenbach Software Haus", (Reason.SAME_NAME,)),
        ("Kristalis Semicon AG", "Kristalis Optik AG", ()),
        ("Institut für Kältetechnik", "Institut für Fertigungstechnik", ()),
        ("Team Zerspanung 4", "Team Zerspanung 5", ()),
        ("Elbe", "Elba", ()),
        ("Technische Universität Dresden", "Technische Universität Chemnitz", ()),
    ],
)
def test_names_that_look_like_the_same_organisation(one, other, found):
    a, b = (Likeness.of(name, country="DE") for name in (one, other))

    assert reasons(a, b) == reasons(b, a) == found


def test_across_a_border_only_the_vat_number_speaks():
    german = Likeness.of("Voltmar SE", country="DE", website="https://voltmar.eu", vat_number="DE1")
    polish = Likeness.of("Voltmar SA", country="PL", website="voltmar.eu", vat_number="PL1")
    branch = Likeness.of("Niederlassung", country="AT", vat_number="DE1")

    assert reasons(german, polish) == ()
    assert reasons(german, branch) == (Reason.SAME_VAT,)


def test_reasons_come_with_the_strongest_first_and_add_up():
    one = Likeness.of("Voltmar SE", country="DE", website="https://www.voltmar.eu/", vat_number="1")
    other = Likeness.of("VOLTMAR", country="DE", website="http://voltmar.eu", vat_number="1")

    found = reasons(one, other)

    assert found == (Reason.SAME_VAT, Reason.SAME_NAME, Reason.SAME_WEBSITE)
    assert weight(found) == 240
    assert weight(()) == 0


def test_any_of_the_names_may_fit():
    one = Likeness.of("Клъстър Тракия", None, "Trakia Cluster", country="BG")
    other = Likeness.of("Something else", "Trakia Cluster OOD", country="BG")

    assert reasons(one, other) == (Reason.SAME_NAME,)
    assert likeness((), ("x",)) == 0


@pytest.mark.parametrize(
    ("website", "site"),
    [
        ("https://www.Voltmar.eu/", "voltmar.eu"),
        ("voltmar.eu", "voltmar.eu"),
        ("https://tu.example/ing/", "tu.example/ing"),
        ("https://www.linkedin.com/company/voltmar", None),
        ("https://[broken", None),
        ("", None),
        (None, None),
    ],
)
def test_a_website_is_its_host_and_path(website, site):
    assert site_of(website) == site


names = st.text(alphabet=string.ascii_letters + " .&АБВαβγß", max_size=30)


@given(names, names)
def test_likeness_is_a_share_and_the_same_both_ways(one, other):
    assert 0 <= likeness((one,), (other,)) <= 1
    assert likeness((one,), (other,)) == likeness((other,), (one,))


@given(names)
def test_a_name_is_like_itself_and_its_core_stays(name):
    core = core_of(name)
    assert core_of(core) == core
    assert likeness((name,), (name,)) == (1.0 if core else 0.0)
