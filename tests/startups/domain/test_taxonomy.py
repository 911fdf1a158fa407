from ecosystem.startups.domain.taxonomy import STAGES, Stage, known_sectors, sector_titles, stage_title


def test_unknown_codes_are_left_out() -> None:
    assert known_sectors(["ca_phe", "nonsense", "duoc_lieu", "ca_phe"]) == ["duoc_lieu", "ca_phe"]
    assert len(sector_titles(["ca_phe", "nonsense"])) == 1


def test_every_stage_has_its_words() -> None:
    assert set(STAGES) == set(Stage)
    assert stage_title("nonsense") == "nonsense"
