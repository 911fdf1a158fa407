"""Addresses of the other views of a list."""

from flask import Flask

from ecosystem.core.web.lists import list_url, page_numbers, page_url, sort_url


def test_a_change_keeps_the_other_parameters(app: Flask) -> None:
    with app.test_request_context("/styleguide/lists?q=s%C3%A2m&page=3&board=a&board=b"):
        assert page_url(4) == "/styleguide/lists?q=sâm&page=4&board=a&board=b".replace("â", "%C3%A2")
        assert "page" not in page_url(1)
        assert "page" not in sort_url("-score")
        assert "sort=-score" in sort_url("-score")
        assert "q=" not in list_url(q=None)


def test_few_pages_are_all_shown_and_many_leave_gaps() -> None:
    assert page_numbers(1, 1) == [1]
    assert page_numbers(2, 4) == [1, 2, 3, 4]
    assert page_numbers(5, 25) == [1, None, 4, 5, 6, None, 25]
    assert page_numbers(1, 25) == [1, 2, None, 25]
    assert page_numbers(4, 25) == [1, 2, 3, 4, 5, None, 25]
