"""EcoLogits on the measured rows that firmwatt is judged by, as a second opinion on how hard they are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.data import data_path
from tools.fit_inference import left_out, text_rows

BITS = {"bfloat16": 16, "fp8": 8, "mxfp4": 4}
JOULES_PER_KWH = 3.6e6


def ecologits_j_per_token(row: dict[str, object], batch: float) -> float:
    """Return what EcoLogits says that all chips of a server draw for one output token."""
    from ecologits.impacts import llm

    memory = llm.model_required_memory(float(row["total_params_billions"]), BITS[str(row["weight_precision"])])
    chips = llm.gpu_required_count(memory, llm.GPU_MEMORY)
    kwh = llm.gpu_energy(
        float(row["activated_params_billions"]), 1.0, batch,
        llm.GPU_ENERGY_ALPHA, llm.GPU_ENERGY_BETA, llm.GPU_ENERGY_GAMMA,
    )  # fmt: skip
    return chips * kwh * JOULES_PER_KWH


@pytest.fixture(scope="module")
def measured():
    """Return the rows, the table that they come from, and our relative errors with the family left out."""
    folder = data_path("llm_energy_mlenergy").parent
    rows = text_rows(folder)
    table = pd.read_csv(folder / "llm_energy_mlenergy" / "configs.csv")
    table = table[table["task"].isin(set(rows.task))].reset_index(drop=True)
    np.testing.assert_allclose(table["energy_per_token_joules"], rows.energy_j)
    return rows, table, np.abs(np.expm1(left_out(rows, rows.family)))


@pytest.mark.parametrize(
    ("chip", "knows_batch", "published"),
    [("h100_sxm", False, 0.57), ("h100_sxm", True, 0.48), ("b200", False, 0.73), ("b200", True, 0.68)],
)
def test_ours_is_nearer_than_ecologits_on_the_same_rows(
    measured, chip: str, knows_batch: bool, published: float
) -> None:
    """The figures of docs/label.md: with its own batch of 64, and with the batch of the row."""
    rows, table, ours = measured
    own = rows.chip == chip
    theirs = np.array(
        [
            ecologits_j_per_token(row, float(row["avg_batch_size"]) if knows_batch else 64.0)
            for row in table.to_dict("records")
        ]
    )
    missed = float(np.median(np.abs(theirs / rows.energy_j - 1.0)[own]))
    assert missed == pytest.approx(published, abs=0.02)
    assert missed > 5 * float(np.median(ours[own]))
