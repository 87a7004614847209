"""Scenarios with one slip each, and the first message that each must give."""

from __future__ import annotations

from dataclasses import dataclass

BASE = """\
programme:
  title: Test
  planning_years: [2028, 2030]
  decision_date: 2026-06-01
  discount_rate: 0.07
  budget_usd: 5e9
sites:
  - name: one
    place: ashburn
    asked_mw: {2028: 60, 2030: 100}
    connection:
      firm_mw: 80
      steps: {study_years: 0.5}
  - name: two
    place: dallas
    asked_mw: 50
workloads:
  - name: work
    class: batch
    share: 0.6
  - name: chat
    class: interactive
    it_mw: 30
    movable_share: 0.5
    user_time_zones: {Asia/Seoul: 1}
supply:
  - technology: solar
    site: one
    max_mw: 50
  - name: turbines
    technology: gas_turbine
    sites: [one, two]
    max_mw: 20
storage:
  - technology: battery_4h
    site: one
    max_mw: 10
policy:
  carbon_price_usd_per_tonne: {2030: 20}
"""


@dataclass(frozen=True)
class Broken:
    """A slip: what stands in `BASE`, what stands there instead, and the message without the file's name."""

    name: str
    old: str
    new: str
    message: str


BROKEN = (
    Broken(
        "not_closed",
        "[2028, 2030]",
        "[2028, 2030",
        (
            ":4:16: This is not valid YAML: expected ',' or ']', but got ':'. Check brackets, quotes, colons and "
            "indentation just before this place. [FW105]"
        ),
    ),
    Broken(
        "two_colons",
        "title: Test",
        "title: Test: more",
        (
            ":2:14: This is not valid YAML: mapping values are not allowed here. Check brackets, quotes, colons "
            "and indentation just before this place. [FW105]"
        ),
    ),
    Broken(
        "open_quote",
        "title: Test",
        "title: 'Test",
        (
            ":40:1: This is not valid YAML: found unexpected end of stream. Check brackets, quotes, colons and "
            "indentation just before this place. [FW105]"
        ),
    ),
    Broken(
        "tab",
        "    place: ashburn",
        "\tplace: ashburn",
        ":9:1: A tab stands in the indentation. Replace it by blanks. [FW106]",
    ),
    Broken(
        "tab_between_words",
        "place: ashburn",
        "place:\tash: burn",
        ":9:11: A tab stands between words. Replace it by blanks. [FW106]",
    ),
    Broken(
        "root_list",
        BASE,
        "- programme\n- sites\n",
        ":1:1: The file holds a list, not a mapping. Write `programme:` at its first level. [FW129]",
    ),
    Broken(
        "root_text",
        BASE,
        "hello\n",
        ":1:1: The file holds the text 'hello', not a mapping. Write `programme:` at its first level. [FW129]",
    ),
    Broken(
        "only_comment",
        BASE,
        "# nothing here\n",
        ": The file is empty. Start from `firmwatt new my-programme.yaml`. [FW103]",
    ),
    Broken(
        "two_documents",
        "sites:",
        "---\nsites:",
        (
            ":7:1: This is not valid YAML: but found another document. Check brackets, quotes, colons and "
            "indentation just before this place. [FW105]"
        ),
    ),
    Broken(
        "control_character",
        "Test",
        "Te\x07st",
        (":2:12: The character U+0007 cannot be seen and cannot stand in YAML. Delete it. [FW105]"),
    ),
    Broken(
        "unknown_alias",
        "title: Test",
        "title: *here",
        (
            ":2:10: This is not valid YAML: found undefined alias 'here'. Check brackets, quotes, colons and "
            "indentation just before this place. [FW105]"
        ),
    ),
    Broken(
        "alias_of_itself",
        "{2030: 20}",
        "&a\n    2030: *a",
        ":39:31 policy.carbon_price_usd_per_tonne.2030: The alias holds itself. Write the value out. [FW109]",
    ),
    Broken(
        "tag",
        "title: Test",
        "title: !!python/name:os.system x",
        (
            ":2:10 programme.title: The tag !!python/name:os.system has no meaning here. Write the value without "
            "a tag. [FW109]"
        ),
    ),
    Broken(
        "duplicate_key",
        "    place: ashburn\n",
        "    place: ashburn\n    place: dallas\n",
        (
            ":10:5 sites[0].place: The key stands here again; it is already given on line 9. Keep one of the "
            "two. [FW107]"
        ),
    ),
    Broken(
        "duplicate_year",
        "{2028: 60, 2030: 100}",
        "{2028: 60, 2028: 100}",
        (
            ":10:26 sites[0].asked_mw.2028: The key stands here again; it is already given on line 10. Keep one "
            "of the two. [FW107]"
        ),
    ),
    Broken(
        "list_as_key",
        "  title: Test\n",
        "  title: Test\n  ? [a]\n  : 3\n",
        ":3:5 programme: This key is no plain word. Write a word, or a year. [FW108]",
    ),
    Broken(
        "no_value",
        "title: Test",
        "title:",
        ":2:3 programme.title: title has no value. Give one or delete the line. [FW135]",
    ),
    Broken(
        "null_in_list",
        "[2028, 2030]",
        "[2028, ~]",
        ":3:26 programme.planning_years[1]: The entry has no value. Give one or delete the line. [FW135]",
    ),
    Broken(
        "unknown_key",
        "  discount_rate: 0.07",
        "  discount_rte: 0.07",
        ":5:3 programme.discount_rte: Unknown key. Did you mean 'discount_rate'? [FW120]",
    ),
    Broken("unknown_section", "policy:", "polcy:", ":38:1 polcy: Unknown key. Did you mean 'policy'? [FW120]"),
    Broken(
        "unknown_key_far",
        "      firm_mw: 80",
        "      firm: 80",
        ":12:7 sites[0].connection.firm: Unknown key. Did you mean 'firm_mw'? [FW120]",
    ),
    Broken(
        "unknown_key_supply",
        "    max_mw: 50\n",
        "    max_mw: 50\n    lead_time_years: 3\n",
        ":30:5 supply[0].lead_time_years: Unknown key. Did you mean 'lifetime_years'? [FW120]",
    ),
    Broken(
        "unknown_step",
        "study_years",
        "studdy_years",
        ":13:15 sites[0].connection.steps.studdy_years: Unknown key. Did you mean 'study_years'? [FW120]",
    ),
    Broken("missing_title", "  title: Test\n", "", ":2:3 programme.title: The key is missing. Add `title:`. [FW121]"),
    Broken("missing_sites", BASE[BASE.index("sites:") :], "", ":1:1 sites: The key is missing. Add `sites:`. [FW121]"),
    Broken("missing_max_mw", "    max_mw: 50\n", "", ":27:5 supply[0]: `max_mw` is missing. Add `max_mw:`. [FW121]"),
    Broken(
        "missing_class", "    class: batch\n", "", ":18:5 workloads[0].class: The key is missing. Add `class:`. [FW121]"
    ),
    Broken(
        "half_span",
        "{study_years: 0.5}",
        "{study_years: {low: 1, central: 2}}",
        ":13:28 sites[0].connection.steps.study_years.high: The key is missing. Add `high:`. [FW121]",
    ),
    Broken(
        "missing_place",
        "    place: ashburn\n",
        "",
        (
            ":8:5 sites[0]: The site has no `place`, nor latitude_deg, longitude_deg, altitude_m, time_zone, "
            "region. Add `place:` with a place of the catalogue. [FW121]"
        ),
    ),
    Broken(
        "text_for_number",
        "share: 0.6",
        "share: much",
        ":20:12 workloads[0].share: 'much' is not a number. Write a number such as 12.5. [FW122]",
    ),
    Broken(
        "quoted_number",
        "share: 0.6",
        'share: "0.6"',
        ":20:12 workloads[0].share: '0.6' is text. Write 0.6, without quotes. [FW123]",
    ),
    Broken(
        "gigawatts",
        "firm_mw: 80",
        "firm_mw: 1.2 GW",
        (
            ":12:16 sites[0].connection.firm_mw: '1.2 GW' carries a unit. Write the bare number, 1200, in the "
            "unit of the key's name. [FW124]"
        ),
    ),
    Broken(
        "no_entries",
        "{2028: 60, 2030: 100}",
        "{}",
        ":10:15 sites[0].asked_mw: There are 0 entries. Give at least 1. [FW133]",
    ),
    Broken(
        "unit_in_value",
        "firm_mw: 80",
        "firm_mw: 80 MW",
        (
            ":12:16 sites[0].connection.firm_mw: '80 MW' carries a unit. Write the bare number, 80, in the unit "
            "of the key's name. [FW124]"
        ),
    ),
    Broken(
        "other_unit",
        "budget_usd: 5e9",
        "budget_usd: 5bn",
        (
            ":6:15 programme.budget_usd: '5bn' carries a unit. Write the bare number, 5000000000, in the unit of "
            "the key's name. [FW124]"
        ),
    ),
    Broken(
        "percent_sign",
        "discount_rate: 0.07",
        "discount_rate: 7%",
        (":5:18 programme.discount_rate: '7%' carries a unit. Shares are fractions from 0 to 1. Write 0.07. [FW128]"),
    ),
    Broken(
        "percent",
        "discount_rate: 0.07",
        "discount_rate: 7",
        (
            ":5:18 programme.discount_rate: 7 is above 1. Shares are fractions from 0 to 1, never percent. Write "
            "0.07. [FW128]"
        ),
    ),
    Broken(
        "share_above_one",
        "movable_share: 0.5",
        "movable_share: 1.2",
        (":24:20 workloads[1].movable_share: 1.2 is above 1. Write a fraction from 0 to 1, such as 0.86. [FW127]"),
    ),
    Broken(
        "nan",
        "asked_mw: 50",
        "asked_mw: .nan",
        (
            ":16:15 sites[1].asked_mw: nan is not a finite number. Write a finite number, or delete the line if "
            "there is no limit. [FW125]"
        ),
    ),
    Broken(
        "infinity",
        "budget_usd: 5e9",
        "budget_usd: .inf",
        (
            ":6:15 programme.budget_usd: inf is not a finite number. Write a finite number, or delete the line "
            "if there is no limit. [FW125]"
        ),
    ),
    Broken(
        "too_many_digits",
        "budget_usd: 5e9",
        "budget_usd: 1" + "0" * 400,
        (
            ":6:15 programme.budget_usd: inf is not a finite number. Write a finite number, or delete the line "
            "if there is no limit. [FW125]"
        ),
    ),
    Broken(
        "negative",
        "    max_mw: 50\n",
        "    max_mw: -50\n",
        ":29:13 supply[0].max_mw: -50 is below 0. Write a number of at least 0. [FW126]",
    ),
    Broken(
        "watts_for_megawatts",
        "    max_mw: 50\n",
        "    max_mw: 50000000\n",
        (
            ":29:13 supply[0].max_mw: 50000000 is above 1000000. Write at most 1000000, in the unit that ends "
            "the key's name. [FW127]"
        ),
    ),
    Broken(
        "tiny",
        "    max_mw: 50\n",
        "    max_mw: 1.0e-12\n",
        (":29:13 supply[0].max_mw: 1e-12 is too small to be meant. Write 0, or a value of sensible size. [FW134]"),
    ),
    Broken(
        "true_for_number",
        "    max_mw: 50\n",
        "    max_mw: true\n",
        ":29:13 supply[0].max_mw: true is not a number. Write a number such as 12.5. [FW122]",
    ),
    Broken(
        "number_for_text",
        "title: Test",
        "title: 2028",
        ':2:10 programme.title: 2028 is not a text. Write it in quotes: "2028". [FW122]',
    ),
    Broken(
        "whole_number",
        "[2028, 2030]",
        "[2028, 2030.5]",
        ":3:26 programme.planning_years[1]: 2030.5 is not a whole number. Write 2030. [FW122]",
    ),
    Broken(
        "whole_number_with_a_point",
        "[2028, 2030]",
        "[2028, 2030.0]",
        ":3:26 programme.planning_years[1]: 2030.0 is not written as a whole number. Write 2030. [FW122]",
    ),
    Broken(
        "decision_of_another_century",
        "decision_date: 2026-06-01",
        "decision_date: 1926-06-01",
        (":4:18 programme.decision_date: 1926-06-01 lies before 2000-01-01. Write a day from 2000-01-01 on. [FW126]"),
    ),
    Broken(
        "resolution_as_on_the_command_line",
        "  discount_rate: 0.07",
        "  resolution: 4x168",
        (
            ":5:15 programme.resolution: '4x168' is not one of the choices. Known: full. "
            "Or write lines of `sampled_periods:` and `period_hours:`. [FW130]"
        ),
    ),
    Broken(
        "reserve_margin_in_words",
        "policy:",
        "reliability: {reserve_margin: lots}\npolicy:",
        (
            ":38:31 reliability.reserve_margin: 'lots' is not one of the choices. Known: none. "
            "Or write a number. [FW130]"
        ),
    ),
    Broken(
        "quoted_year",
        "{2028: 60, 2030: 100}",
        '{"2028": 60}',
        (":10:16 sites[0].asked_mw.2028: The key '2028' is text, not a year. Write 2028, without quotes. [FW123]"),
    ),
    Broken(
        "year_out_of_range",
        "[2028, 2030]",
        "[1999, 2030]",
        ":3:20 programme.planning_years[0]: 1999 is below 2000. Write a number of at least 2000. [FW126]",
    ),
    Broken(
        "yes_for_true",
        "    share: 0.6\n",
        "    share: 0.6\n    must_serve: yes\n",
        ":21:17 workloads[0].must_serve: 'yes' is not true or false. Write true or false. [FW122]",
    ),
    Broken(
        "not_a_date",
        "2026-06-01",
        "01.06.2026",
        (
            ":4:18 programme.decision_date: '01.06.2026' is not a date. Write year, month and day without "
            "quotes: 2026-06-01. [FW132]"
        ),
    ),
    Broken(
        "no_such_day",
        "2026-06-01",
        "2026-02-30",
        (
            ":4:18 programme.decision_date: '2026-02-30' is not a date. Write year, month and day without "
            "quotes: 2026-06-01. [FW132]"
        ),
    ),
    Broken(
        "quoted_date",
        "2026-06-01",
        "'2026-06-01'",
        (
            ":4:18 programme.decision_date: '2026-06-01' is not a date. Write year, month and day without "
            "quotes: 2026-06-01. [FW132]"
        ),
    ),
    Broken(
        "list_for_mapping",
        "    connection:\n      firm_mw: 80\n      steps: {study_years: 0.5}\n",
        "    connection:\n      - firm_mw: 80\n",
        (
            ":12:7 sites[0].connection: a list stands where a mapping belongs. Write lines of `key: value`, "
            "without `-`. [FW129]"
        ),
    ),
    Broken(
        "mapping_for_list",
        "[2028, 2030]",
        "{2028: 2030}",
        (":3:19 programme.planning_years: a mapping stands where a list belongs. Begin each entry with `- `. [FW129]"),
    ),
    Broken(
        "text_for_mapping",
        "{study_years: 0.5}",
        "fast",
        (
            ":13:14 sites[0].connection.steps: 'fast' stands where a mapping belongs. Write lines of `key: "
            "value`, without `-`. [FW129]"
        ),
    ),
    Broken(
        "list_for_number",
        "share: 0.6",
        "share: [0.6]",
        (":20:12 workloads[0].share: a list stands where a number belongs. Write one value after the colon. [FW129]"),
    ),
    Broken(
        "unknown_class",
        "class: batch",
        "class: bach",
        ":19:12 workloads[0].class: 'bach' is not one of the choices. Did you mean 'batch'? [FW130]",
    ),
    Broken(
        "unknown_delivery",
        "    max_mw: 50\n",
        "    max_mw: 50\n    delivery: onsite\n",
        ":30:15 supply[0].delivery: 'onsite' is not one of the choices. Did you mean 'on_site'? [FW130]",
    ),
    Broken(
        "bad_name",
        "name: turbines",
        "name: gas turbines",
        (
            ":30:11 supply[1].name: 'gas turbines' cannot be a name. Use letters, digits, `_`, `-`, `.` and `/`, "
            "beginning with a letter or digit. [FW131]"
        ),
    ),
    Broken(
        "no_years",
        "[2028, 2030]",
        "[]",
        ":3:19 programme.planning_years: There are 0 entries. Give at least 1. [FW133]",
    ),
    Broken(
        "short_shape",
        "    share: 0.6\n",
        "    share: 0.6\n    weekly_shape: [1, 1, 1]\n",
        ":21:19 workloads[0].weekly_shape: There are 3 entries. Give at least 7. [FW133]",
    ),
    Broken(
        "years_not_rising",
        "[2028, 2030]",
        "[2030, 2028]",
        (":3:26 programme.planning_years[1]: 2028 does not lie after 2030. Write rising years, each once. [FW140]"),
    ),
    Broken(
        "years_repeated",
        "[2028, 2030]",
        "[2028, 2028]",
        (":3:26 programme.planning_years[1]: 2028 does not lie after 2028. Write rising years, each once. [FW140]"),
    ),
    Broken(
        "year_before",
        "{2028: 60, 2030: 100}",
        "{2027: 60, 2030: 100}",
        (
            ":10:16 sites[0].asked_mw.2027: 2027 is outside the planning years 2028 to 2030. Write a year from "
            "2028 to 2030. [FW141]"
        ),
    ),
    Broken(
        "year_after",
        "{2030: 20}",
        "{2040: 20}",
        (
            ":39:32 policy.carbon_price_usd_per_tonne.2040: 2040 is outside the planning years 2028 to 2030. "
            "Write a year from 2028 to 2030. [FW141]"
        ),
    ),
    Broken(
        "earliest_year_after",
        "    max_mw: 50\n",
        "    max_mw: 50\n    earliest_year: 2040\n",
        (
            ":30:20 supply[0].earliest_year: 2040 lies after 2030, the last planning year. Write a year from "
            "2028 to 2030. [FW141]"
        ),
    ),
    Broken(
        "fixed_online_after",
        "    max_mw: 50\n",
        "    max_mw: 50\n    fixed_online: 2031-05-01\n",
        (
            ":30:19 supply[0].fixed_online: It comes online on 2031-05-01, after 2030, the last planning year. "
            "Plan for longer, or delete the entry. [FW141]"
        ),
    ),
    Broken(
        "deal_after",
        "  - technology: solar\n    site: one\n    max_mw: 50\n",
        "  - deal: xenergy_fleet\n    site: one\n",
        (
            ":27:11 supply[0].deal: It comes online on 2038-07-01, after 2030, the last planning year. Plan for "
            "longer, or delete the entry. [FW141]"
        ),
    ),
    Broken(
        "decision_after_plan",
        "2026-06-01",
        "2036-06-01",
        (
            ":4:18 programme.decision_date: 2036-06-01 lies after 2030, the last planning year. Decide before "
            "the plan ends. [FW142]"
        ),
    ),
    Broken(
        "budget_year_without_budget",
        "  budget_usd: 5e9\n",
        "  budget_until_year: 2028\n",
        (
            ":6:22 programme.budget_until_year: The year stands without `budget_usd`. Add `budget_usd`, or "
            "delete this line. [FW146]"
        ),
    ),
    Broken(
        "budget_ends_before_plan",
        "budget_usd: 5e9",
        "budget_usd: 5e9\n  budget_until_year: 2027",
        (
            ":7:22 programme.budget_until_year: 2027 lies before 2028, the first planning year. Write 2028 or "
            "later. [FW142]"
        ),
    ),
    Broken(
        "represented_too_many",
        "  discount_rate: 0.07\n",
        "  years_represented: [3, 5]\n",
        (
            ":5:23 programme.years_represented[0]: 2028 stands for 3 years, but 2030 comes 2 later. Write at "
            "most 2; years must not overlap. [FW144]"
        ),
    ),
    Broken(
        "represented_length",
        "  discount_rate: 0.07\n",
        "  years_represented: [2]\n",
        ":5:22 programme.years_represented: There are 1 entries for 2 planning years. Give 2. [FW133]",
    ),
    Broken(
        "probability_sum",
        "  discount_rate: 0.07\n",
        "  weather_years: [1, 2]\n  weather_probability: [0.5, 0.4]\n",
        ":6:24 programme.weather_probability: The shares sum to 0.9. Mend them so that they sum to 1. [FW143]",
    ),
    Broken(
        "draw_that_cannot_come",
        "  discount_rate: 0.07\n",
        "  weather_years: 2\n  weather_probability: [1, 0]\n",
        ":6:28 programme.weather_probability[1]: 0 is not above 0. Write a number above 0. [FW126]",
    ),
    Broken(
        "no_weather_year",
        "  discount_rate: 0.07\n",
        "  weather_years: 0\n",
        ":5:18 programme.weather_years: 0 is below 1. Write a number of at least 1. [FW126]",
    ),
    Broken(
        "empty_tail",
        "  discount_rate: 0.07\n",
        "  weather_years: 2\n  risk: {tail_share: 0, weight: 0.5}\n",
        ":6:22 programme.risk.tail_share: 0 is not above 0. Write a number above 0. [FW126]",
    ),
    Broken(
        "weight_above_one",
        "  discount_rate: 0.07\n",
        "  weather_years: 2\n  risk: {weight: 50}\n",
        ":6:18 programme.risk.weight: 50 is above 1. Shares are fractions from 0 to 1, never percent. Write 0.5. "
        "[FW128]",
    ),
    Broken(
        "latest_before_earliest",
        "    max_mw: 50\n",
        "    max_mw: 50\n    earliest_year: 2030\n    latest_year: 2029\n",
        ":31:18 supply[0].latest_year: 2029 lies before earliest_year 2030. Exchange the two. [FW142]",
    ),
    Broken(
        "least_above_most",
        "    max_mw: 50\n",
        "    max_mw: 50\n    min_mw: 60\n",
        ":30:13 supply[0].min_mw: min_mw 60 is above max_mw 50. Lower it, or raise `max_mw`. [FW144]",
    ),
    Broken(
        "minimum_load_above_permit",
        "    sites: [one, two]\n    max_mw: 20\n",
        "    sites: [one, two]\n    max_mw: 20\n    minimum_load_share: 0.5\n    run_hours_limit_per_year: 2000\n",
        (
            ":34:25 supply[1].minimum_load_share: 0.5 of what is available (0.92) in every hour is 4,030 hours a year "
            "at full load, above run_hours_limit_per_year 2000. Write at most 0.248, or allow more hours. [FW144]"
        ),
    ),
    Broken(
        "terms_without_tariff",
        "      firm_mw: 80\n",
        "      firm_mw: 80\n      tariff_terms: {ratchet_share: 0.8}\n",
        (
            ":13:21 sites[0].connection.tariff_terms: The terms stand without `tariff`. Add `tariff: monthly_demand`, "
            "or another of the catalogue. [FW146]"
        ),
    ),
    Broken(
        "expansion_without_limit",
        "    place: dallas\n",
        "    place: dallas\n    gas_pipeline_expansion: {max_mmbtu_per_hour: 500}\n",
        (
            ":16:29 sites[1].gas_pipeline_expansion: It stands without `gas_pipeline_limit_mmbtu_per_hour`: without a "
            "limit there is nothing to expand. Add the limit, 0 where there is no pipeline yet. [FW146]"
        ),
    ),
    Broken(
        "low_above_central",
        "{study_years: 0.5}",
        "{study_years: {low: 2, central: 1, high: 3}}",
        (
            ":13:34 sites[0].connection.steps.study_years.low: low 2 is above central 1. Write low, central and "
            "high in rising order. [FW144]"
        ),
    ),
    Broken(
        "durations",
        "    max_mw: 10\n",
        "    max_mw: 10\n    least_duration_hours: 8\n    most_duration_hours: 4\n",
        ":38:27 storage[0].least_duration_hours: 8 is above most_duration_hours 4. Exchange the two. [FW144]",
    ),
    Broken(
        "time_zone_sum",
        "{Asia/Seoul: 1}",
        "{Asia/Seoul: 0.5, Asia/Tokyo: 0.4}",
        ":25:22 workloads[1].user_time_zones: The shares sum to 0.9. Mend them so that they sum to 1. [FW143]",
    ),
    Broken(
        "site_share_sum",
        "    it_mw: 30\n",
        "    it_mw: 30\n    site_share: {one: 0.7, two: 0.7}\n",
        ":24:17 workloads[1].site_share: The shares sum to 1.4. Mend them so that they sum to 1. [FW143]",
    ),
    Broken(
        "share_total",
        "share: 0.6",
        "share: 0.6\n  - name: more\n    class: training\n    share: 0.7",
        ":17:1 workloads: The workloads' shares sum to 1.3. Lower them to at most 1 in all. [FW143]",
    ),
    Broken(
        "two_amounts",
        "share: 0.6",
        "share: 0.6\n    it_mw: 10",
        (
            ":18:5 workloads[0]: The amount is given by it_mw and share. Give exactly one of `it_mw`, `share`, "
            "`requests`, `run`, `fleet` and `fleet_share`. [FW146]"
        ),
    ),
    Broken(
        "no_amount",
        "    share: 0.6\n",
        "",
        (
            ":18:5 workloads[0]: The amount is missing. Give exactly one of `it_mw`, `share`, `requests`, `run`, "
            "`fleet` and `fleet_share`. [FW146]"
        ),
    ),
    Broken(
        "waiting_chat",
        "movable_share: 0.5",
        "deadline_hours: 4",
        (
            ":24:21 workloads[1].deadline_hours: Interactive work cannot wait 4 hours. Delete it, or use class "
            "batch. [FW146]"
        ),
    ),
    Broken(
        "unserveable",
        "it_mw: 30",
        "it_mw: 300",
        (
            ":17:1 workloads: In 2028 they need 300 MW of IT, but the sites are asked for 110 MW. Raise the "
            "sites' `asked_mw` or lower the workloads' `it_mw`. [FW161]"
        ),
    ),
    Broken(
        "energised_above_asked",
        "    asked_mw: 50\n",
        "    asked_mw: 50\n    energised_it_mw: 60\n",
        (":17:22 sites[1].energised_it_mw: 60 MW run already, but at most 50 are asked for. Raise `asked_mw`. [FW144]"),
    ),
    Broken(
        "cap_without_start",
        "carbon_price_usd_per_tonne: {2030: 20}",
        "carbon_cap_tonne: {2030: 20}",
        (
            ":39:21 policy.carbon_cap_tonne: The cap has no value for 2028, the first planning year. Add "
            "`2028:`. [FW121]"
        ),
    ),
    Broken(
        "delay_without_date",
        "    max_mw: 50\n",
        "    max_mw: 50\n    online_delay_years: {low: 0, central: 1, high: 2}\n",
        (
            ":30:25 supply[0].online_delay_years: A delay stands without `fixed_online`. Add the date, or use "
            "`steps`. [FW146]"
        ),
    ),
    Broken(
        "steps_beside_date",
        "    max_mw: 50\n",
        "    max_mw: 50\n    fixed_online: 2029-01-01\n    steps: {build_years: 1}\n",
        ":31:12 supply[0].steps: An announced date replaces the steps. Delete the steps, or the date. [FW146]",
    ),
    Broken(
        "technology_and_deal",
        "    max_mw: 50\n",
        "    max_mw: 50\n    deal: crane_restart\n",
        ":27:5 supply[0]: Both are given. Give exactly one of `technology` and `deal`. [FW146]",
    ),
    Broken(
        "two_places",
        "    max_mw: 50\n",
        "    max_mw: 50\n    sites: [two]\n",
        ":27:5 supply[0]: Both are given. Give exactly one of `site` and `sites`. [FW146]",
    ),
    Broken(
        "energy_without_power",
        "    max_mw: 10\n",
        "    max_mw: 10\n    existing_mwh: 40\n",
        ":35:5 storage[0]: 0 MW stand beside 40 MWh. Give both `existing_mw` and `existing_mwh`. [FW146]",
    ),
    Broken(
        "same_site_name",
        "name: two",
        "name: one",
        ":14:11 sites[1].name: 'one' is the name of sites[0] already. Write another `name`. [FW145]",
    ),
    Broken(
        "same_asset_name",
        "  - name: turbines\n    technology: gas_turbine\n    sites: [one, two]",
        "  - technology: solar\n    site: one",
        ":30:5 supply[1].name: 'one/solar' is the name of supply[0] already. Write another `name`. [FW145]",
    ),
    Broken(
        "it_basis_without_firm",
        "    asked_mw: 50\n",
        "    asked_mw: 50\n    asked_basis: it\n",
        (
            ":14:5 sites[1].connection: `firm_mw` is missing, and `asked_mw` counts IT only. Add `connection: "
            "{firm_mw: ...}`, in megawatts at the meter. [FW121]"
        ),
    ),
    Broken(
        "unknown_place",
        "place: ashburn",
        "place: ashbourne",
        ":9:12 sites[0].place: There is no place 'ashbourne'. Did you mean 'ashburn'? [FW150]",
    ),
    Broken(
        "unknown_region",
        "    place: dallas\n",
        "    place: dallas\n    region: ercto\n",
        ":16:13 sites[1].region: There is no grid region 'ercto'. Did you mean 'ercot'? [FW151]",
    ),
    Broken(
        "unknown_technology",
        "technology: solar",
        "technology: solr",
        ":27:17 supply[0].technology: There is no technology 'solr'. Did you mean 'solar'? [FW152]",
    ),
    Broken(
        "unknown_lever",
        "policy:\n",
        "policy:\n  levers: [permiting]\n",
        ":39:12 policy.levers[0]: There is no policy lever 'permiting'. Did you mean 'permitting'? [FW159]",
    ),
    Broken(
        "unknown_tariff",
        "    place: dallas\n",
        "    place: dallas\n    connection: {tariff: kepco_industry}\n",
        ":16:26 sites[1].connection.tariff: There is no tariff 'kepco_industry'. "
        "Did you mean 'kepco_industrial'? [FW172]",
    ),
    Broken(
        "unknown_basin",
        "    place: dallas\n",
        "    place: dallas\n    basin: brazos\n",
        ":16:12 sites[1].basin: There is no basin 'brazos' in this file. Add it to `basin_limit_m3_per_year`. [FW171]",
    ),
    Broken(
        "unknown_tax_law",
        "policy:\n",
        "policy:\n  tax_credits: us_2024\n",
        ":39:16 policy.tax_credits: There is no tax law 'us_2024'. Did you mean 'us_2025'? [FW170]",
    ),
    Broken(
        "unknown_storage",
        "battery_4h",
        "battery_5h",
        (":35:17 storage[0].technology: There is no technology 'battery_5h'. Did you mean 'battery_4h'? [FW152]"),
    ),
    Broken(
        "unknown_site",
        "    site: one\n    max_mw: 50",
        "    site: on\n    max_mw: 50",
        ":28:11 supply[0].site: There is no site 'on' in this file. Did you mean 'one'? [FW153]",
    ),
    Broken(
        "unknown_site_in_list",
        "[one, two]",
        "[one, three]",
        ":32:18 supply[1].sites[1]: There is no site 'three' in this file. Known: one, two. [FW153]",
    ),
    Broken(
        "unknown_deal",
        "technology: solar",
        "deal: crane",
        ":27:11 supply[0].deal: There is no deal 'crane'. Did you mean 'crane_restart'? [FW154]",
    ),
    Broken(
        "unknown_time_zone",
        "Asia/Seoul",
        "Asia/Soul",
        (
            ":25:23 workloads[1].user_time_zones.Asia/Soul: There is no time zone 'Asia/Soul'. Did you mean "
            "'Asia/Seoul'? [FW155]"
        ),
    ),
    Broken(
        "no_time_zone",
        "Asia/Seoul",
        "KST",
        (
            ":25:23 workloads[1].user_time_zones.KST: There is no time zone 'KST'. Write a name such as "
            "America/New_York or Asia/Seoul. [FW155]"
        ),
    ),
    Broken(
        "unknown_plant",
        "    asked_mw: 50\n",
        "    asked_mw: 50\n    cooling: {plant: chiller}\n",
        (":17:22 sites[1].cooling.plant: There is no plant 'chiller'. Did you mean 'water_cooled_chiller'? [FW156]"),
    ),
    Broken(
        "plant_parameter_too_low",
        "    asked_mw: 50\n",
        "    asked_mw: 50\n    cooling: {overrides: {ups_efficiency: 0}}\n",
        ":17:43 sites[1].cooling.overrides.ups_efficiency: 0 is below 0.05. Write 0.05 to 1. [FW126]",
    ),
    Broken(
        "plant_parameter_too_high",
        "    asked_mw: 50\n",
        "    asked_mw: 50\n    cooling: {plant: water_cooled_chiller, overrides: {tower_approach_c: 400}}\n",
        ":17:74 sites[1].cooling.overrides.tower_approach_c: 400 is above 40. Write 0.1 to 40. [FW127]",
    ),
    Broken(
        "heat_reuse_beside_pue_constant",
        "    asked_mw: 50\n",
        "    asked_mw: 50\n    cooling: {pue_constant: 1.2, heat_reuse_share: 0.3}\n",
        (
            ":17:52 sites[1].cooling.heat_reuse_share: It stands beside `pue_constant`, which leaves no plant to take "
            "heat from. Give one of the two. [FW146]"
        ),
    ),
    Broken(
        "heat_reuse_without_water",
        "    asked_mw: 50\n",
        "    asked_mw: 50\n    cooling: {plant: small_direct_expansion, heat_reuse_share: 0.3}\n",
        (
            ":17:64 sites[1].cooling.heat_reuse_share: The plant 'small_direct_expansion' has no water that carries "
            "heat. Choose a plant with water, or delete the line. [FW146]"
        ),
    ),
    Broken(
        "heat_reuse_too_hot",
        "    asked_mw: 50\n",
        "    asked_mw: 50\n    cooling: {heat_reuse_share: 0.3, heat_reuse_temperature_c: 150}\n",
        (
            ":17:64 sites[1].cooling.heat_reuse_temperature_c: 150 is above 120. Write at most 120, in the unit that "
            "ends the key's name. [FW127]"
        ),
    ),
    Broken(
        "unknown_plant_parameter",
        "    asked_mw: 50\n",
        "    asked_mw: 50\n    cooling: {overrides: {ups_eficiency: 0.9}}\n",
        (
            ":17:27 sites[1].cooling.overrides.ups_eficiency: There is no parameter 'ups_eficiency'. Did you "
            "mean 'ups_efficiency'? [FW156]"
        ),
    ),
    Broken(
        "unknown_chip",
        "    share: 0.6\n",
        "    fleet: [{chip: h100, count: 1000}]\n",
        ":20:20 workloads[0].fleet[0].chip: There is no chip 'h100'. Did you mean 'h100_sxm'? [FW156]",
    ),
    Broken(
        "missing_weather_file",
        "    asked_mw: 50\n",
        "    asked_mw: 50\n    weather_file: dallas.epw\n",
        (
            ":17:19 sites[1].weather_file: There is no file 'dallas.epw' beside the scenario. Mend the path, or "
            "delete the line. [FW158]"
        ),
    ),
    Broken(
        "missing_series_file",
        "policy:",
        "grid:\n  pjm: {series_file: prices.csv}\npolicy:",
        (
            ":39:22 grid.pjm.series_file: There is no file 'prices.csv' beside the scenario. Mend the path, or "
            "delete the line. [FW158]"
        ),
    ),
    Broken(
        "grid_without_site",
        "policy:",
        "grid:\n  miso: {water_l_per_mwh: 0}\npolicy:",
        ":39:3 grid.miso: No site lies in 'miso', so nothing would read this. Delete it. [FW151]",
    ),
    Broken(
        "unknown_grid",
        "policy:",
        "grid:\n  pmj: {water_l_per_mwh: 0}\npolicy:",
        ":39:3 grid.pmj: There is no grid region 'pmj'. Did you mean 'pjm'? [FW151]",
    ),
    Broken(
        "unknown_key_of_region",
        "policy:",
        "grid:\n  pjm: {mean_price_usd: 40}\npolicy:",
        ":39:9 grid.pjm.mean_price_usd: Unknown key. Did you mean 'mean_price_usd_per_mwh'? [FW120]",
    ),
    Broken(
        "mix_sum",
        "policy:",
        "grid:\n  pjm: {mix: {gas: 0.5, solar: 0.3}}\npolicy:",
        ":39:14 grid.pjm.mix: The shares sum to 0.8. Mend them so that they sum to 1. [FW143]",
    ),
    Broken(
        "unknown_grid_mode",
        "policy:",
        "grid:\n  mode: supply\npolicy:",
        ":39:9 grid.mode: 'supply' is not one of the choices. Did you mean 'supply_curve'? [FW130]",
    ),
    Broken(
        "curve_of_a_price_taker",
        "policy:",
        "grid:\n  pjm: {curve: {demand_growth: high}}\npolicy:",
        ":39:9 grid.pjm.curve: 'pjm' is a price-taker, so nothing would read this. Write `mode: supply_curve`. [FW146]",
    ),
    Broken(
        "price_of_a_market_that_answers",
        "policy:",
        "grid:\n  mode: supply_curve\n  pjm: {mean_price_usd_per_mwh: 40}\npolicy:",
        (
            ":40:9 grid.pjm.mean_price_usd_per_mwh: The market of 'pjm' answers the load, so nothing would read this. "
            "Delete it, or write `mode: price_taker`. [FW146]"
        ),
    ),
    Broken(
        "outlook_of_a_curve",
        "policy:",
        "grid:\n  pjm: {mode: supply_curve, curve: {retirements: hi}}\npolicy:",
        ":39:50 grid.pjm.curve.retirements: 'hi' is not one of the choices. Did you mean 'high'? [FW130]",
    ),
    Broken(
        "demand_area_without_file",
        "policy:",
        "grid:\n  pjm: {mode: supply_curve, curve: {demand_area: PJM}}\npolicy:",
        (
            ":39:50 grid.pjm.curve.demand_area: It names a column of a file that is not given. Add `demand_file`, or "
            "delete this line. [FW146]"
        ),
    ),
    Broken(
        "missing_demand_file",
        "policy:",
        "grid:\n  pjm: {mode: supply_curve, curve: {demand_file: load.csv}}\npolicy:",
        (
            ":39:50 grid.pjm.curve.demand_file: There is no file 'load.csv' beside the scenario. Mend the path, or "
            "delete the line. [FW158]"
        ),
    ),
    Broken(
        "curve_without_plants",
        "place: dallas\n    asked_mw: 50",
        "place: frankfurt\n    asked_mw: 50\ngrid:\n  germany: {mode: supply_curve}",
        (
            ":18:19 grid.germany.mode: The catalogue does not know the power plants of 'germany'. Write `price_taker`; "
            "known are ercot, pjm, miso, spp, soco, korea_capital, korea_other. [FW168]"
        ),
    ),
    Broken(
        "link_across_grids",
        "policy:",
        "transmission:\n  - {from_site: one, to_site: two, max_mw: 100}\npolicy:",
        (
            ":39:31 transmission[0].to_site: 'one' is in the grid eastern, 'two' in ercot. Link sites of one "
            "synchronous grid only. [FW160]"
        ),
    ),
    Broken(
        "link_to_itself",
        "policy:",
        "transmission:\n  - {from_site: one, to_site: one, max_mw: 100}\npolicy:",
        ":39:31 transmission[0].to_site: The link ends where it begins, at 'one'. Name another site. [FW162]",
    ),
    Broken(
        "vendor_slots",
        "policy:",
        "vendor_slots_mw_per_year: {gas_turbin: 100}\npolicy:",
        (
            ":38:28 vendor_slots_mw_per_year.gas_turbin: There is no technology 'gas_turbin'. Did you mean "
            "'gas_turbine'? [FW152]"
        ),
    ),
    Broken(
        "unknown_contract",
        "      firm_mw: 80",
        "      firm_mw: 80\n      curtailable_mw: 20\n      contract: {type: pjm_curtail_firs}",
        (
            ":14:24 sites[0].connection.contract.type: There is no type 'pjm_curtail_firs'. Did you mean "
            "'pjm_curtail_first'? [FW156]"
        ),
    ),
    Broken(
        "contract_of_nothing",
        "      firm_mw: 80",
        "      firm_mw: 80\n      contract: {type: curtailable}",
        (
            ":13:17 sites[0].connection.contract: The grid may call on `curtailable_mw` under curtailable, but there "
            "are none. Add `curtailable_mw:` beside it. [FW121]"
        ),
    ),
    Broken(
        "contract_ramp",
        "      firm_mw: 80",
        "      firm_mw: 80\n      curtailable_mw: 20\n      contract: {type: curtailable, ramp_share_per_hour: 0}",
        (":14:58 sites[0].connection.contract.ramp_share_per_hour: 0 is not above 0. Write a number above 0. [FW126]"),
    ),
    Broken(
        "contract_without_type",
        "      firm_mw: 80",
        "      firm_mw: 80\n      curtailable_mw: 20\n      contract: {notice_minutes: 10}",
        ":14:17 sites[0].connection.contract.type: The key is missing. Add `type:`. [FW121]",
    ),
    Broken(
        "price_year",
        "discount_rate: 0.07",
        "price_year: 2005",
        ":5:15 programme.price_year: There is no price index of 2005. Write a year from 2009 to 2026. [FW157]",
    ),
)
