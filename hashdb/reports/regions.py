"""Countries (ISO 3166-1 alpha-2) in the sub-regions of the UN's M49 standard: as exactly as numbers tell where."""

UNKNOWN = "unknown"

_COUNTRIES = {
    "northern_africa": "DZ EG EH LY MA SD TN",
    "sub_saharan_africa": (
        "AO BF BI BJ BV BW CD CF CG CI CM CV DJ ER ET GA GH GM GN GQ GW IO KE KM LR LS MG ML MR MU MW MZ NA NE NG RE RW"
        " SC SH SL SN SO SS ST SZ TD TF TG TZ UG YT ZA ZM ZW"
    ),
    "latin_america_and_the_caribbean": (
        "AG AI AR AW BB BL BO BQ BR BS BZ CL CO CR CU CW DM DO EC FK GD GF GP GS GT GY HN HT JM KN KY LC MF MQ MS MX NI"
        " PA PE PR PY SR SV SX TC TT UY VC VE VG VI"
    ),
    "northern_america": "BM CA GL PM US",
    "central_asia": "KG KZ TJ TM UZ",
    "eastern_asia": "CN HK JP KP KR MN MO TW",
    "south_eastern_asia": "BN ID KH LA MM MY PH SG TH TL VN",
    "southern_asia": "AF BD BT IN IR LK MV NP PK",
    "western_asia": "AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE",
    "eastern_europe": "BG BY CZ HU MD PL RO RU SK UA",
    "northern_europe": "AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ",
    "southern_europe": "AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA XK",
    "western_europe": "AT BE CH DE FR LI LU MC NL",
    "australia_and_new_zealand": "AU CC CX HM NF NZ",
    "melanesia": "FJ NC PG SB VU",
    "micronesia": "FM GU KI MH MP NR PW UM",
    "polynesia": "AS CK NU PF PN TK TO TV WF WS",
}
REGIONS = (*_COUNTRIES, UNKNOWN)
_REGION_OF = {country: region for region, countries in _COUNTRIES.items() for country in countries.split()}


def region_of(country: str | None) -> str:
    """Return the sub-region of a country, or `unknown`."""
    return _REGION_OF.get((country or "").upper(), UNKNOWN)
