from app.tooling import places


def test_stamps_add_up(tmp_path):
    path = tmp_path / "new" / "stamps.json"
    places.write_stamp(path, lock="1")
    places.write_stamp(path, pdf="printed")
    assert places.read_stamps(path) == {"lock": "1", "pdf": "printed"}


def test_no_stamps_where_there_is_no_file_or_a_broken_one(tmp_path):
    broken = tmp_path / "stamps.json"
    broken.write_text("{")
    assert places.read_stamps(tmp_path / "none.json") == {}
    assert places.read_stamps(broken) == {}


def test_a_digest_changes_with_names_and_contents(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("a")
    two.write_text("a")
    digests = {places.digest([one]), places.digest([two]), places.digest([two, one])}
    two.write_text("b")
    assert len(digests | {places.digest([two])}) == 4
    assert places.digest([one, two]) == places.digest([two, one])


def test_a_child_knows_the_unpacked_libraries(tmp_path, monkeypatch):
    folder = tmp_path / "usr" / "lib" / "x86_64-linux-gnu"
    folder.mkdir(parents=True)
    monkeypatch.setattr(places, "SYSLIB", tmp_path)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/given")
    env = places.environment(EXTRA="yes")
    assert env["LD_LIBRARY_PATH"] == f"{folder}:{folder.parent}:/given"
    assert env["EXTRA"] == "yes"
