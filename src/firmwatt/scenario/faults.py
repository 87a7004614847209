"""Every code that a fault of a scenario may carry, with its meaning and its remedy: the source of `docs/errors.md`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FaultKind:
    """One kind of fault.

    Attributes
    ----------
    code
        Stable identifier, `FW` and three digits; a code is never given a second meaning.
    title
        What is wrong, in a few words.
    meaning
        Why it is a fault.
    remedy
        What would be right.
    """

    code: str
    title: str
    meaning: str
    remedy: str


NO_FILE = FaultKind(
    "FW101",
    "No such scenario",
    "The source is neither a built-in scenario nor a file that exists.",
    "Give the path of a YAML file or the name of a built-in scenario.",
)
NOT_READABLE = FaultKind(
    "FW102",
    "The file cannot be read",
    "The source is a folder, or the file may not be opened.",
    "Give the path of a YAML file that you may read.",
)
EMPTY = FaultKind(
    "FW103",
    "The file is empty",
    "There is nothing in the file but blanks and comments.",
    "Start from `firmwatt new my-programme.yaml`.",
)
ENCODING = FaultKind(
    "FW104",
    "The file is not UTF-8",
    "A byte of the file is no valid UTF-8, so its text cannot be known for sure.",
    "Save the file as UTF-8.",
)
SYNTAX = FaultKind(
    "FW105",
    "The file is not valid YAML",
    "The YAML reader stopped at this place; what follows could not be read.",
    "Check brackets, quotes, colons and indentation just before the place that the message names.",
)
TAB = FaultKind(
    "FW106",
    "A tab where blanks belong",
    "YAML allows only blanks in front of a key or value, since a tab has no fixed width.",
    "Replace the tab by blanks.",
)
DUPLICATE_KEY = FaultKind(
    "FW107",
    "A key stands twice",
    "The same key occurs twice in one mapping, so one of the two values would be lost.",
    "Keep one of the two.",
)
NOT_A_KEY = FaultKind(
    "FW108",
    "A key that is no plain word",
    "Keys are words, or years where values are given by year.",
    "Write the key as a plain word.",
)
ALIAS = FaultKind(
    "FW109",
    "A tag or alias that cannot be read",
    "The file uses a YAML tag, or an alias that holds itself; a scenario needs neither.",
    "Write the value out.",
)
TOO_LARGE = FaultKind(
    "FW110",
    "The file is too large",
    "The scenario holds more values than any scenario needs, perhaps by aliases of aliases.",
    "Write the scenario shorter; hourly series belong in files of their own.",
)
FILE_EXISTS = FaultKind(
    "FW111",
    "The file exists",
    "Writing would lose what stands in it.",
    "Choose another name, or overwrite it with `--force`.",
)
NOT_WRITABLE = FaultKind(
    "FW112",
    "The file cannot be written",
    "The folder does not exist, or you may not write there.",
    "Give a path in a folder that exists.",
)
UNKNOWN_KEY = FaultKind(
    "FW120",
    "Unknown key",
    "No part of firmwatt reads this key, and nothing in a scenario is ignored.",
    "Write one of the keys that the message names; `firmwatt schema` lists them all.",
)
MISSING_KEY = FaultKind(
    "FW121",
    "Missing key",
    "A value without a default is missing.",
    "Add the key.",
)
WRONG_TYPE = FaultKind(
    "FW122",
    "Wrong kind of value",
    "The value is of another kind than the key needs, such as text where a number belongs.",
    "Write a value of the kind that the message names.",
)
QUOTED_NUMBER = FaultKind(
    "FW123",
    "A number in quotes",
    "Quotes make text of a number.",
    "Write the number without quotes.",
)
UNIT_IN_VALUE = FaultKind(
    "FW124",
    "A unit in the value",
    "The unit stands at the end of the key's name, the value is the bare number.",
    "Write the bare number in the unit that the key names.",
)
NOT_FINITE = FaultKind(
    "FW125",
    "Not a finite number",
    "The value is NaN or infinite, or too large to be kept.",
    "Write a finite number, or delete the line if there is no limit.",
)
TOO_LOW = FaultKind(
    "FW126",
    "Below the lowest value",
    "The value is lower than the key allows, such as negative megawatts.",
    "Write a value in the range that the message names.",
)
TOO_HIGH = FaultKind(
    "FW127",
    "Above the highest value",
    "The value is higher than anything that makes sense in the key's unit; often it is given in another unit.",
    "Write a value in the range that the message names, in the unit that the key names.",
)
PERCENT = FaultKind(
    "FW128",
    "A percentage where a fraction belongs",
    "Shares are fractions from 0 to 1, never percent.",
    "Divide by 100.",
)
SHAPE = FaultKind(
    "FW129",
    "A list where a mapping belongs, or the reverse",
    "The value has another shape than the key needs.",
    "A list has a `-` before each entry, a mapping has `key: value` lines.",
)
NOT_A_CHOICE = FaultKind(
    "FW130",
    "Not one of the choices",
    "The key takes one of a few words only.",
    "Write one of the words that the message names.",
)
BAD_NAME = FaultKind(
    "FW131",
    "A name that cannot be used",
    "Names become parts of tables and files: letters, digits, `_`, `-`, `.` and `/`, beginning with a letter or digit.",
    "Write such a name; `title` may hold anything.",
)
NOT_A_DATE = FaultKind(
    "FW132",
    "Not a date",
    "The value is not a day of the calendar.",
    "Write year, month and day, such as 2026-06-01, without quotes.",
)
WRONG_LENGTH = FaultKind(
    "FW133",
    "Too few or too many entries",
    "A list or mapping has another number of entries than the key needs.",
    "Write as many entries as the message names.",
)
TOO_SMALL = FaultKind(
    "FW134",
    "Too small to be meant",
    "A number so close to zero makes the plan numerically unsound and has no meaning in the key's unit.",
    "Write 0, or a value of sensible size.",
)
NO_VALUE = FaultKind(
    "FW135",
    "A key without a value",
    "Nothing stands after the colon, or `null`; a default is used only where the line is absent.",
    "Give a value or delete the line.",
)
NOT_RISING = FaultKind(
    "FW140",
    "Not in rising order",
    "Years and steps must rise, each once.",
    "Sort the values and delete the repeated ones.",
)
OUTSIDE_YEARS = FaultKind(
    "FW141",
    "A year outside the planning years",
    "The plan does not look at this year, so the value would be lost.",
    "Write a year from the first to the last planning year.",
)
END_BEFORE_START = FaultKind(
    "FW142",
    "The end lies before the start",
    "The last year or date lies before the first.",
    "Exchange the two, or mend the wrong one.",
)
SHARE_SUM = FaultKind(
    "FW143",
    "Shares that do not sum to one",
    "The shares of one whole must sum to 1.",
    "Mend the shares so that they sum to 1.",
)
LOW_ABOVE_HIGH = FaultKind(
    "FW144",
    "A lower value above a higher one",
    "The low value must not exceed the central, nor the central the high one; the same holds for least and most.",
    "Exchange the values, or mend the wrong one.",
)
DUPLICATE_NAME = FaultKind(
    "FW145",
    "A name used twice",
    "Names tell assets apart in the plan.",
    "Give each entry a name of its own.",
)
EXCLUSIVE = FaultKind(
    "FW146",
    "Keys that exclude or need one another",
    "Of these keys exactly one belongs here, or one makes sense only beside the other.",
    "Keep the combination that the message names.",
)
UNKNOWN_PLACE = FaultKind(
    "FW150",
    "Unknown place",
    "The catalogue has no place of this name.",
    "Write a place of `firmwatt catalog places`, or give latitude, longitude, altitude, time zone and region.",
)
UNKNOWN_REGION = FaultKind(
    "FW151",
    "Unknown grid region",
    "The catalogue has no grid region of this name.",
    "Write a region of `firmwatt catalog regions`.",
)
UNKNOWN_TECHNOLOGY = FaultKind(
    "FW152",
    "Unknown technology",
    "The catalogue has no technology of this name in the table that the key reads.",
    "Write a technology of `firmwatt catalog technologies` or `firmwatt catalog storage`.",
)
UNKNOWN_SITE = FaultKind(
    "FW153",
    "Unknown site",
    "The scenario has no site of this name.",
    "Write the name of an entry under `sites`.",
)
UNKNOWN_DEAL = FaultKind(
    "FW154",
    "Unknown deal",
    "The catalogue has no announced project of this name.",
    "Write a deal of `firmwatt catalog deals`, or a technology with `fixed_online`.",
)
UNKNOWN_TIME_ZONE = FaultKind(
    "FW155",
    "Unknown time zone",
    "The IANA database has no such time zone.",
    "Write a name such as America/New_York or Asia/Seoul.",
)
UNKNOWN_PARAMETER = FaultKind(
    "FW156",
    "Unknown chip, plant or parameter",
    "The catalogue has no such key in the table that is read here.",
    "Write one of the keys that the message names.",
)
PRICE_YEAR = FaultKind(
    "FW157",
    "A price year without a price index",
    "Money of the catalogue is brought to the price year by an index that does not cover this year.",
    "Write a year that the message names.",
)
MISSING_FILE = FaultKind(
    "FW158",
    "A file that the scenario names is missing",
    "The path is read relative to the scenario's folder, and no file is there.",
    "Mend the path, or delete the line to use the built-in series.",
)
UNKNOWN_LEVER = FaultKind(
    "FW159",
    "Unknown policy lever",
    "The catalogue has no lever of this name.",
    "Write a lever of `firmwatt catalog levers`.",
)
LINK_ACROSS_GRIDS = FaultKind(
    "FW160",
    "A link across synchronous grids",
    "A line of the programme's own joins only sites of one synchronous grid.",
    "Link sites of one grid only.",
)
UNSERVEABLE = FaultKind(
    "FW161",
    "Demand that no site can hold",
    "The workloads need more IT megawatts than all sites are asked to have.",
    "Raise `asked_mw` of the sites or lower the workloads.",
)
SAME_ENDS = FaultKind(
    "FW162",
    "A link that ends where it begins",
    "Both ends are the same site.",
    "Name two sites.",
)
UNKNOWN_FLEET = FaultKind(
    "FW168",
    "A supply curve without power plants",
    "The catalogue knows no power plants of the region's market, so that no price can follow from the load.",
    "Leave the region a price-taker.",
)
UNKNOWN_TAX_LAW = FaultKind(
    "FW170",
    "Unknown tax law",
    "The catalogue has no tax credits of this name.",
    "Write a key of `firmwatt catalog tax_credits`.",
)
UNKNOWN_BASIN = FaultKind(
    "FW171",
    "Unknown basin",
    "The file's `basin_limit_m3_per_year` hold no basin of this name.",
    "Add it to `basin_limit_m3_per_year`, or mend the name.",
)
UNKNOWN_TARIFF = FaultKind(
    "FW172",
    "Unknown tariff",
    "The catalogue has no tariff of this name.",
    "Write a key of `firmwatt catalog tariffs`.",
)

ALL: tuple[FaultKind, ...] = tuple(kind for kind in dict(globals()).values() if isinstance(kind, FaultKind))
"""All kinds, by rising code."""
