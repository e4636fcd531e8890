"""The form of a removal order, filled in as an officer does; its fields are those of Annex I."""

from playwright.sync_api import Page as Tab

REASONS = "Das Bild ist ein Beweisstück; сурет сот туралы есептен алынған."
ORDER = {
    "Member State of its main establishment": "FR",
    "Your Member State": "FR",
    "Reference of the order": "RO-2026-Ж-18",
    "Addresses of the content": "https://gamma.example/o/3 00:12-00:47",
    "Name of the authority": "Bundesoberbehörde für Donaudampfschifffahrtselektrizität",
    "Name of its representative": "Мәдина Әбілқайырқызы",
    "Post held": "Leiterin",
    "File number": "F-18",
    "Telephone": "+33 1 00 00 00 00",
    "E-mail": "orders@authority.example",
    "Who answers the provider's questions": "orders@authority.example",
    "Court or body before which": "Tribunal administratif de Paris",
    "Time limit there": "48 hours from receipt",
}
CONTEXTS = ("educational", "journalistic", "artistic", "research", "against terrorism", "public debate")


def writes_an_order(tab: Tab, *, to: str, state: str = "FR") -> None:
    """Fill in everything that an order to a provider of this state needs."""
    tab.get_by_label("To whom?").select_option(label=to)
    for label, said in {**ORDER, "Member State of its main establishment": state}.items():
        tab.get_by_label(label).fill(said)
    tab.get_by_label("Address", exact=True).fill("1 rue Exemple, Paris")
    tab.locator("#statement_of_reasons").fill(f"{REASONS} {REASONS}")
    tab.get_by_label("incites to commit offences").check()
    for context in CONTEXTS:
        tab.get_by_label(context, exact=True).select_option("no")
