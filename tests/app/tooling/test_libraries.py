from app.tooling.libraries import uv_settings


def test_uv_looks_where_pip_is_told_to_look():
    listing = "global.index-url='https://packages.test/simple'\nglobal.timeout='60'\n"
    assert uv_settings(listing, {}) == {"UV_DEFAULT_INDEX": "https://packages.test/simple"}


def test_several_indexes_and_folders_become_uv_lists():
    listing = (
        "global.extra-index-url='\\nhttps://a.test/simple\\nhttps://b.test/simple'\n"
        ":env:.find-links='/wheels /more'\n"
    )
    assert uv_settings(listing, {}) == {
        "UV_INDEX": "https://a.test/simple https://b.test/simple",
        "UV_FIND_LINKS": "/wheels,/more",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_what_is_said_to_uv_itself_wins():
    listing = "global.index-url='https://packages.test/simple'\n"
    assert uv_settings(listing, {"UV_DEFAULT_INDEX": "https://mine.test"}) == {}
