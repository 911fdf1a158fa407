"""Time zones in words."""

from flask_babel import force_locale
from wtforms import Form

from ecosystem.core.web.time_zones import ZoneField, zone_choices, zone_title


class PlaceForm(Form):
    """Two selects: everywhere, and a few zones."""

    anywhere = ZoneField("Zone")
    nearby = ZoneField("Zone", names=("UTC", "Asia/Bangkok", "Asia/Ho_Chi_Minh"))


def labels(choices):
    return [choice.label for choice in choices]


def test_a_zone_is_called_by_its_country_and_by_a_city_where_there_are_several(app):
    with app.test_request_context():
        with force_locale("vi"):
            assert zone_title("Asia/Ho_Chi_Minh") == "Việt Nam (GMT+7)"
            assert zone_title("America/Los_Angeles").startswith("Hoa Kỳ – Los Angeles (GMT")
            assert zone_title("UTC") == "Giờ quốc tế (UTC)"
        with force_locale("en"):
            assert zone_title("Asia/Ho_Chi_Minh") == "Vietnam (GMT+7)"


def test_ours_comes_first_and_the_others_in_vietnamese_order(app):
    with app.test_request_context(), force_locale("vi"):
        found = labels(zone_choices())
        assert found[0] == "Việt Nam (GMT+7)"
        assert found[-1] == "Giờ quốc tế (UTC)"
        assert found.index("Đài Loan (GMT+8)") < found.index("Lào (GMT+7)") < found.index("Zambia (GMT+2)")
        assert len(found) == len(set(found)) > 300


def test_the_languages_do_not_share_a_list(app):
    with app.test_request_context():
        with force_locale("vi"):
            zone_choices()
        with force_locale("en"):
            assert labels(zone_choices())[0] == "Vietnam (GMT+7)"


def test_the_zone_of_a_record_is_always_offered(app):
    with app.test_request_context(), force_locale("vi"):
        form = PlaceForm(data={"anywhere": "Asia/Saigon", "nearby": "Europe/Paris"})
        assert form.anywhere.data == "Asia/Ho_Chi_Minh"  # its old name
        assert any("Pháp" in label for label in labels(form.nearby.choices))


def test_what_is_no_zone_is_refused(app):
    with app.test_request_context():
        form = PlaceForm(data={"anywhere": "Mars/Olympus", "nearby": "UTC"})
        assert not form.validate()
        assert "anywhere" in form.errors
        assert "nearby" not in form.errors
