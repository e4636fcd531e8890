"""That what is measured is all there is."""

from flask import Flask

from api.permissions import declaration_of
from scripts.benches.page_table import ELSEWHERE, PAGES


def test_the_benchmark_asks_for_every_page_there_is(app: Flask) -> None:
    routes = app.url_map.bind("hashdb.example")
    asked = {routes.match(each.path.partition("?")[0], return_rule=True)[0].rule for each in PAGES}
    pages = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if (declaration := declaration_of(app, rule.endpoint)) and declaration.page and "GET" in (rule.methods or ())
    }

    assert pages - asked == set(ELSEWHERE)
    assert len({each.name for each in PAGES}) == len(PAGES)
