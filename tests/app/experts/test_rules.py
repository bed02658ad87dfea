from app.experts.rules import Employer, ExpertFilter, ExpertWords, LabelKind, has_order, labels_of


def test_labels_are_told_apart_by_what_is_compared():
    words = ExpertWords(
        topics=("energy",), keywords=("Kälte", "kalte", "Cold chain"), languages=("de", "pl")
    )
    assert labels_of(words) == {
        (LabelKind.TOPIC, "energy"): "",
        (LabelKind.LANGUAGE, "de"): "",
        (LabelKind.LANGUAGE, "pl"): "",
        (LabelKind.KEYWORD, "kalte"): "Kälte",
        (LabelKind.KEYWORD, "cold chain"): "Cold chain",
    }


def test_years_stand_in_their_order_as_far_as_they_are_known():
    years = [(None, None), (2010, None), (None, 2015), (2010, 2010), (2011, 2010)]
    found = [has_order(Employer("Firm", None, *one)) for one in years]
    assert found == [True, True, True, True, False]


def test_a_search_compares_without_case_and_diacritics():
    assert ExpertFilter(text=" Żółkiewska  AG").words == ["zolkiewska", "ag"]
