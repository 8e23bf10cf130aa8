"""English and Swedish words of dates, and the pieces of pattern made of them."""

from __future__ import annotations

MONTHS = {name: n for n, names in enumerate((
    "january januari jan", "february februari feb febr", "march mars mar", "april apr", "may maj mai",
    "june juni jun", "july juli jul",
    "august augusti aug", "september sept sep", "october oktober oct okt", "november nov", "december dec"), 1)
    for name in names.split()}  # fmt: skip
NUMBERS = {word: n for n, words in enumerate((
    "a an one en ett", "two två", "three tre", "four fyra", "five fem", "six sex", "seven sju", "eight åtta", "nine nio",
    "ten tio", "eleven elva", "twelve tolv", "thirteen tretton", "fourteen fjorton", "fifteen femton"), 1)
    for word in words.split()}  # fmt: skip
NUMBERS |= {"twenty": 20, "tjugo": 20, "thirty": 30, "trettio": 30, "forty": 40, "fyrtio": 40, "sixty": 60, "sextio": 60,
            "ninety": 90, "nittio": 90, "eighteen": 18, "arton": 18, "twenty-four": 24, "tjugofyra": 24}  # fmt: skip
ORDINALS = {"first": 1, "1st": 1, "första": 1, "second": 2, "2nd": 2, "andra": 2, "third": 3, "3rd": 3, "tredje": 3,
            "fourth": 4, "4th": 4, "final": 4, "last": 4, "fjärde": 4, "sista": 4}  # fmt: skip
SEASONS = {"spring": 3, "vår": 3, "våren": 3, "summer": 6, "sommar": 6, "sommaren": 6, "autumn": 9, "fall": 9, "höst": 9,
           "hösten": 9, "winter": 12, "vinter": 12, "vintern": 12}  # fmt: skip
WEEKDAYS = {name: n for n, names in enumerate((
    "monday måndag", "tuesday tisdag", "wednesday onsdag", "thursday torsdag", "friday fredag",
    "saturday lördag", "sunday söndag"))
    for name in names.split()}  # fmt: skip
ZONES = {
    "cet": "Europe/Brussels", "cest": "Europe/Brussels", "brussels": "Europe/Brussels", "gmt": "Europe/London",
    "bst": "Europe/London",
    "london": "Europe/London", "uk": "Europe/London", "utc": "UTC", "et": "America/New_York", "est": "America/New_York",
    "edt": "America/New_York", "eastern": "America/New_York", "swedish": "Europe/Stockholm", "svensk": "Europe/Stockholm",
    "stockholm": "Europe/Stockholm", "eet": "Europe/Helsinki", "eest": "Europe/Helsinki", "helsinki": "Europe/Helsinki",
    "finnish": "Europe/Helsinki", "danish": "Europe/Copenhagen", "copenhagen": "Europe/Copenhagen", "oslo": "Europe/Oslo",
    "norwegian": "Europe/Oslo", "central european": "Europe/Brussels", "centraleuropeisk": "Europe/Brussels",
    "bryssel": "Europe/Brussels", "bryssels": "Europe/Brussels", "dublin": "Europe/Dublin",
    "irish": "Europe/Dublin", "paris": "Europe/Paris",
    "berlin": "Europe/Berlin", "pacific": "America/Los_Angeles",
}  # fmt: skip

MONTH = "(?P<m>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
YEAR = r"(?P<y>(?:19|20)\d\d)\b"
COUNT = r"(?P<n>\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")(?:\s+\(\d{1,3}\))?"
UNIT = r"(?P<unit>days?|weeks?|fortnights?|months?|years?|dagar|dag|veckor|vecka|månader|månad|år)"
DAY = r"(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th|:e|:a|\.(?=\s[a-z]))?"
SEASON = "(?P<s>" + "|".join(sorted(SEASONS, key=len, reverse=True)) + ")"
ORDINAL = "(?P<o>" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + ")"
END_OF = (
    r"(?:(?:the\s+)?(?:very\s+)?end\s+of|end[- ](?=[a-z])|(?:i\s+)?slutet\s+(?:av|på)|utgången\s+av|"
    r"(?:the\s+)?last\s+day\s+of|(?:den\s+)?sista\s+(?:dagen\s+i\s+)?)"
)
