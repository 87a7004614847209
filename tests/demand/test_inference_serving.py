"""Ways of serving: chips by name, memory, and the arrays that the model runs on."""

from __future__ import annotations

import pytest

from firmwatt.demand.inference_architecture import architecture
from firmwatt.demand.inference_serving import (
    Way,
    attention_groups,
    cache_chips,
    chip_key,
    least_chips,
    most_batch,
    serving,
    weight_bytes,
)
from firmwatt.errors import UserError


@pytest.mark.parametrize(
    ("name", "key"),
    [("H100", "h100_sxm"), ("nvidia b200", "b200"), ("A100", "a100_80gb"), ("Trainium2", "trainium2"),
     ("TPU v6e", "tpu_v6e"), ("MI300X", "mi300x"), ("Rubin", "rubin"),
     ("H100 80GB", "h100_sxm"), ("NVIDIA H100 80GB HBM3", "h100_sxm"), ("NVIDIA A100-SXM4-80GB", "a100_80gb"),
     ("a100_80gb", "a100_80gb"), ("AMD Instinct MI300X", "mi300x"), ("NVIDIA B200 180GB", "b200"),
     ("GB200 NVL72", "gb200_nvl72"), ("Google Cloud TPU v6e", "tpu_v6e"), ("AWS Trainium2", "trainium2")],
)  # fmt: skip
def test_chips_are_found_in_any_spelling(name, key):
    assert chip_key(name) == key


def test_an_unknown_chip_is_answered_with_the_nearest():
    with pytest.raises(UserError) as caught:
        chip_key("H1000")
    assert str(caught.value).startswith("chip 'H1000' is not in the catalogue. Nearest: ")


@pytest.mark.parametrize("name", ["A100 40GB", "H100 PCIe", "H100 NVL 94GB", "tpu v5e", "L40S", "NVIDIA", "80GB", ""])
def test_another_chip_of_a_name_is_not_taken_for_the_known_one(name):
    with pytest.raises(UserError, match="is not in the catalogue"):
        chip_key(name)


def test_weights_take_two_bytes_or_less():
    llama = architecture("llama-3.1-70b")
    assert weight_bytes(llama, "bf16") == pytest.approx(141e9, rel=0.01)
    assert weight_bytes(llama, "fp8") == pytest.approx(72e9, rel=0.02)
    assert weight_bytes(architecture("gpt-oss-120b"), "fp4") == pytest.approx(65e9, rel=0.05)


def test_the_least_chips_hold_the_weights_and_some_cache():
    assert least_chips(architecture("llama-3.1-8b"), "h100_sxm", "bf16") == 1
    assert least_chips(architecture("llama-3.1-70b"), "h100_sxm", "bf16") == 4
    assert least_chips(architecture("llama-3.1-405b"), "h100_sxm", "fp8") == 8


def test_memory_bounds_the_batch():
    """Llama 3.1 8B keeps 131 kB a token: 56 GB beside its weights hold about 1,070 sequences of 400 tokens."""
    way = Way(architecture("llama-3.1-8b"), "h100_sxm", 1, "bf16")
    assert most_batch(way, 400.0) == pytest.approx(1070, rel=0.02)
    assert most_batch(way, 1e9) == 1.0


@pytest.mark.parametrize(
    ("name", "chips", "groups", "sharing"),
    [("llama-3.1-405b", 8, 1, 8), ("llama-3.1-405b", 16, 2, 16), ("qwen3-235b-a22b", 4, 1, 4),
     ("qwen3-235b-a22b", 8, 1, 4), ("deepseek-v3", 8, 1, 1), ("deepseek-v3", 144, 144, 144)],
)  # fmt: skip
def test_chips_beyond_the_heads_of_a_cache_keep_copies(name, chips, groups, sharing):
    """Four heads on eight chips are kept twice, a latent cache on each (vLLM's tensor parallelism)."""
    way = Way(architecture(name), "h200_sxm", chips, "fp8")
    assert (attention_groups(way), cache_chips(way)) == (groups, sharing)


def test_copies_of_the_cache_take_memory():
    model = architecture("qwen3-235b-a22b")
    four, eight = (most_batch(Way(model, "h200_sxm", chips, "fp8"), 1000.0) for chips in (4, 8))
    free = [chips * 141e9 * 0.9 - weight_bytes(model, "fp8") for chips in (4, 8)]
    assert eight / four == pytest.approx(0.5 * free[1] / free[0])


def test_four_bits_are_widened_where_the_chip_cannot_multiply_them():
    model = architecture("gpt-oss-120b")
    found = serving([Way(model, "h100_sxm", 1, "fp4"), Way(model, "b200", 1, "fp4")])
    assert found.is_emulated.tolist() == [True, False]
