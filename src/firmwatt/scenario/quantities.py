"""The kinds of value that a scenario holds: numbers with unit and range, values by year, names, steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    Tag,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_validator,
)

NAME_PATTERN: Final = r"^[A-Za-z0-9][A-Za-z0-9_./-]*$"
BY_YEAR_TAG, SINGLE_TAG, NAMED_TAG = "<by year>", "<single>", "<named>"
"""Branches of a value that has two shapes; they stand in pydantic's paths and are left out of ours."""

_UNREADABLE: Final = object()


@dataclass(frozen=True, slots=True)
class StandIns:
    """Validation context: what takes the place of values that are not well formed, so that the others can be checked.

    Attributes
    ----------
    by_field : name of the field → value
        Any other field falls back to its default; an entry that has neither is not well formed.
    """

    by_field: Mapping[str, object]


class Entry(BaseModel):
    """A mapping of the scenario file: frozen, unknown keys forbidden, described by its attributes' docstrings."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, populate_by_name=False)

    @model_validator(mode="before")
    @classmethod
    def _leave_unknown_keys(cls, value: Any, info: ValidationInfo) -> Any:
        """Drop unknown keys and mark missing ones as unreadable where stand-ins are allowed."""
        if not isinstance(info.context, StandIns) or not isinstance(value, Mapping):
            return value
        fields = {field.alias or name: field for name, field in cls.model_fields.items()}
        missing = {key: _UNREADABLE for key, field in fields.items() if field.is_required() and key not in value}
        return {key: part for key, part in value.items() if key in fields} | missing

    @field_validator("*", mode="wrap")
    @classmethod
    def _stand_in(cls, value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        """Return what stands in for a value that is not well formed where stand-ins are allowed."""
        try:
            return handler(value)
        except ValidationError as error:
            if not isinstance(info.context, StandIns) or info.field_name is None:
                raise
            bad = {place["loc"][0] for place in error.errors() if place["loc"]}
            if isinstance(value, Mapping) and bad and bad <= set(value):
                return handler({key: part for key, part in value.items() if key not in bad})
            if info.field_name in info.context.by_field:
                return info.context.by_field[info.field_name]
            field = cls.model_fields[info.field_name]
            if field.is_required():
                raise
            return field.get_default(call_default_factory=True)


Flag = StrictBool
Text = Annotated[StrictStr, Field(min_length=1, max_length=2000)]
LongText = Annotated[StrictStr, Field(max_length=20_000)]
Name = Annotated[StrictStr, Field(min_length=1, max_length=100, pattern=NAME_PATTERN)]
Year = Annotated[StrictInt, Field(ge=2000, le=2100)]
Seed = Annotated[StrictInt, Field(ge=0, le=1_000_000)]

_Number = Field(strict=True, allow_inf_nan=False)
Number = Annotated[float, _Number]
Fraction = Annotated[float, _Number, Field(ge=0, le=1, json_schema_extra={"unit": "fraction"})]
Chance = Annotated[float, _Number, Field(gt=0, le=1, json_schema_extra={"unit": "fraction"})]
Rate = Annotated[float, _Number, Field(ge=0, le=1, json_schema_extra={"unit": "fraction a year"})]
Change = Annotated[float, _Number, Field(ge=-1, le=1, json_schema_extra={"unit": "fraction a year"})]
Growth = Annotated[float, _Number, Field(ge=-1, le=10, json_schema_extra={"unit": "fraction a year"})]
PowerCap = Annotated[float, _Number, Field(ge=0.45, lt=1, json_schema_extra={"unit": "fraction"})]
Efficiency = Annotated[float, _Number, Field(gt=0, le=1, json_schema_extra={"unit": "fraction"})]
Megawatts = Annotated[float, _Number, Field(ge=0, le=1e6, json_schema_extra={"unit": "MW"})]
PositiveMegawatts = Annotated[float, _Number, Field(gt=0, le=1e6, json_schema_extra={"unit": "MW"})]
MegawattHours = Annotated[float, _Number, Field(ge=0, le=1e8, json_schema_extra={"unit": "MWh"})]
Usd = Annotated[float, _Number, Field(ge=0, le=1e14, json_schema_extra={"unit": "USD"})]
UsdPerKw = Annotated[float, _Number, Field(ge=0, le=1e6, json_schema_extra={"unit": "USD/kW"})]
UsdPerKwh = Annotated[float, _Number, Field(ge=0, le=1e5, json_schema_extra={"unit": "USD/kWh"})]
UsdPerKwYear = Annotated[float, _Number, Field(ge=0, le=1e5, json_schema_extra={"unit": "USD/kW/year"})]
UsdPerMwYear = Annotated[float, _Number, Field(ge=0, le=1e8, json_schema_extra={"unit": "USD/MW/year"})]
UsdPerMwh = Annotated[float, _Number, Field(ge=0, le=1e6, json_schema_extra={"unit": "USD/MWh"})]
UsdPerLitre = Annotated[float, _Number, Field(ge=0, le=1e3, json_schema_extra={"unit": "USD/l"})]
UsdPerMmbtu = Annotated[float, _Number, Field(ge=0, le=1e4, json_schema_extra={"unit": "USD/MMBtu"})]
UsdPerMmbtuPerHour = Annotated[float, _Number, Field(ge=0, le=1e7, json_schema_extra={"unit": "USD per MMBtu/h"})]
UsdPerTonne = Annotated[float, _Number, Field(ge=0, le=1e5, json_schema_extra={"unit": "USD/t"})]
Tonnes = Annotated[float, _Number, Field(ge=0, le=1e10, json_schema_extra={"unit": "t"})]
KgPerMwh = Annotated[float, _Number, Field(ge=0, le=5000, json_schema_extra={"unit": "kg/MWh"})]
MmbtuPerMwh = Annotated[float, _Number, Field(ge=0, le=100, json_schema_extra={"unit": "MMBtu/MWh"})]
LitresPerMwh = Annotated[float, _Number, Field(ge=0, le=1e5, json_schema_extra={"unit": "L/MWh"})]
LitresPerKwh = Annotated[float, _Number, Field(ge=0, le=100, json_schema_extra={"unit": "L/kWh"})]
Acres = Annotated[float, _Number, Field(ge=0, le=1e7, json_schema_extra={"unit": "acre"})]
AcresPerMw = Annotated[float, _Number, Field(ge=0, le=1e4, json_schema_extra={"unit": "acre/MW"})]
CubicMetresPerYear = Annotated[float, _Number, Field(ge=0, le=1e11, json_schema_extra={"unit": "m3/year"})]
MmbtuPerHour = Annotated[float, _Number, Field(ge=0, le=1e8, json_schema_extra={"unit": "MMBtu/h"})]
Years = Annotated[float, _Number, Field(ge=0, le=50, json_schema_extra={"unit": "years"})]
Lifetime = Annotated[float, _Number, Field(ge=1, le=200, json_schema_extra={"unit": "years"})]
Hours = Annotated[float, _Number, Field(ge=0, le=8760, json_schema_extra={"unit": "h"})]
RunHours = Annotated[float, _Number, Field(ge=0, le=8760, json_schema_extra={"unit": "h/year"})]
WholeHours = Annotated[StrictInt, Field(ge=0, le=8760, json_schema_extra={"unit": "h"})]
Month = Annotated[StrictInt, Field(ge=1, le=12)]
Months = Annotated[float, _Number, Field(ge=0, le=600, json_schema_extra={"unit": "months"})]
Minutes = Annotated[float, _Number, Field(ge=0, le=1e5, json_schema_extra={"unit": "min"})]
Events = Annotated[float, _Number, Field(ge=0, le=8760, json_schema_extra={"unit": "events"})]
Seconds = Annotated[float, _Number, Field(gt=0, le=1e7, json_schema_extra={"unit": "s"})]
Kilometres = Annotated[float, _Number, Field(gt=0, le=20_000, json_schema_extra={"unit": "km"})]
Kilowatts = Annotated[float, _Number, Field(gt=0, le=1e4, json_schema_extra={"unit": "kW"})]
Degrees = Annotated[float, _Number, Field(ge=-180, le=180, json_schema_extra={"unit": "degree"})]
NetworkCelsius = Annotated[float, _Number, Field(ge=10, le=120, json_schema_extra={"unit": "°C"})]
Latitude = Annotated[float, _Number, Field(ge=-90, le=90, json_schema_extra={"unit": "degree north"})]
Metres = Annotated[float, _Number, Field(ge=-500, le=6000, json_schema_extra={"unit": "m"})]
Pue = Annotated[float, _Number, Field(ge=1, le=5, json_schema_extra={"unit": "kWh/kWh"})]
Weight = Annotated[float, _Number, Field(ge=0, le=1000)]
Chips = Annotated[float, _Number, Field(ge=0, le=1e9, json_schema_extra={"unit": "chips"})]


def _shape_of(value: Any) -> str:
    return BY_YEAR_TAG if isinstance(value, Mapping) else SINGLE_TAG


_Quantity = TypeVar("_Quantity")
OneOrByYear = Annotated[
    Annotated[dict[Year, _Quantity], Field(min_length=1), Tag(BY_YEAR_TAG)] | Annotated[_Quantity, Tag(SINGLE_TAG)],
    Discriminator(_shape_of),
]
MegawattsByYear = OneOrByYear[Megawatts]
FractionByYear = OneOrByYear[Fraction]
UsdPerMmbtuByYear = OneOrByYear[UsdPerMmbtu]
UsdPerTonneByYear = OneOrByYear[UsdPerTonne]
TonnesByYear = OneOrByYear[Tonnes]
KgPerMwhByYear = OneOrByYear[KgPerMwh]
ChipsByYear = OneOrByYear[Chips]
ByYear = Mapping[int, float] | float
"""A number for all years, or by year: the value of the latest year given holds; before the first it is 0."""


class Span(Entry):
    """A length of time with its uncertainty."""

    low: Years
    """P10."""
    central: Years
    """P50."""
    high: Years
    """P90."""


def _span_or_number(value: Any) -> str:
    return NAMED_TAG if isinstance(value, Mapping | Span) else SINGLE_TAG


StepYears = Annotated[
    Annotated[Span, Tag(NAMED_TAG)] | Annotated[Years, Tag(SINGLE_TAG)], Discriminator(_span_or_number)
]
"""Years of a step: one number, or `low`, `central` and `high` (P10, P50, P90)."""
