"""Architectures: names as people write them, typical shapes for a size, and messages."""

from __future__ import annotations

import pytest

from firmwatt.catalog import loader
from firmwatt.demand.inference_architecture import architecture, precision, sized_architecture, typical_architecture
from firmwatt.errors import UserError


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Qwen/Qwen3-30B-A3B-Thinking-2507", "qwen3-30b-a3b"),
        ("Qwen/Qwen3-Coder-480B-A35B-Instruct-FP8", "qwen3-coder-480b-a35b"),
        ("meta-llama/Llama-3.1-405B-Instruct-FP8", "llama-3.1-405b"),
        ("meta-llama/Llama-4-Scout-17B-16E-Instruct", "llama-4-scout"),
        ("nvidia/NVIDIA-Nemotron-Nano-12B-v2-VL-BF16", "nemotron-nano-12b-v2"),
        ("google/gemma-3-27b-it", "gemma-3-27b"),
        ("deepseek-ai/DeepSeek-R1-0528", "deepseek-v3"),
        ("GPT OSS 120B", "gpt-oss-120b"),
        ("mistralai/Mixtral-8x7B-Instruct-v0.1", "mixtral-8x7b"),
        ("Qwen/Qwen2.5-72B-Instruct-AWQ", "qwen2.5-72b"),
        ("RedHatAI/Meta-Llama-3.1-70B-Instruct-FP8-dynamic", "llama-3.1-70b"),
        ("zai-org/GLM-4.5-Air-FP8", "glm-4.5-air"),
        ("MiniMaxAI/MiniMax-M2.1", "minimax-m2"),
        ("mistralai/Magistral-Small-2509", "mistral-small-24b"),
    ],
)
def test_a_model_is_found_by_the_name_of_its_repository(name, key):
    assert architecture(name).name == key


@pytest.mark.parametrize("key", loader.keys("models"))
def test_the_counts_of_a_model_add_up(key):
    """Routed experts, attention and embeddings fit into the total; what is active fits the routing."""
    model = architecture(key)
    embedding = 2 * model.vocabulary_size * model.hidden_size
    attention_layers = model.full_attention_layers + model.windowed_attention_layers
    attention = attention_layers * model.hidden_size * 2 * model.attention_width
    assert model.routed_parameters + 0.5 * attention < model.total_parameters
    used = model.routed_parameters * model.routed_share
    assert 0.0 <= used < model.active_parameters <= model.total_parameters
    if model.routed_parameters:
        fixed = model.total_parameters - model.routed_parameters
        assert used + fixed == pytest.approx(model.active_parameters, rel=0.2)
    assert embedding < model.total_parameters
    assert attention_layers <= model.layers


@pytest.mark.parametrize("key", ["llama-3.1-8b", "llama-3.1-70b", "llama-3.1-405b", "qwen3-32b", "qwen3-235b-a22b"])
def test_a_typical_shape_is_near_the_true_one(key):
    true = architecture(key)
    kind = "moe" if true.routed_parameters else "dense"
    typical = typical_architecture(true.total_parameters, true.active_parameters, kind)
    assert typical.layers == pytest.approx(true.layers, rel=0.45)
    assert typical.hidden_size == pytest.approx(true.hidden_size, rel=0.45)
    assert typical.routed_parameters == pytest.approx(true.routed_parameters, rel=0.1)
    assert typical.is_typical


@pytest.mark.parametrize(
    ("total", "active", "kind", "key"),
    [
        (235e9, 22e9, "moe", "qwen3-235b-a22b"),
        (117e9, 5e9, "moe", "gpt-oss-120b"),
        (400e9, 17e9, "moe", "llama-4-maverick"),
        (12e9, None, "dense", "gemma-3-12b"),
        (9e9, None, "hybrid", "nemotron-nano-9b-v2"),
    ],
)
def test_the_size_of_a_known_model_takes_its_shape(total, active, kind, key):
    found, known = sized_architecture(total, active, kind), architecture(key)
    assert (found.layers, found.cache_values, found.vocabulary_size) == (
        known.layers,
        known.cache_values,
        known.vocabulary_size,
    )
    assert found.total_parameters == total
    assert found.is_typical
    assert 0.0 <= found.routed_parameters * found.routed_share < found.active_parameters


def test_a_size_that_no_model_has_is_typical():
    assert sized_architecture(50e9, None, "dense") == typical_architecture(50e9, None, "dense")


def test_an_unknown_model_is_answered_with_the_nearest():
    with pytest.raises(UserError) as caught:
        architecture("lama-3.1-70b")
    assert str(caught.value) == (
        "model 'lama-3.1-70b' is not in the catalogue. Nearest: llama-3.1-70b, llama-3.3-70b, llama-3-70b. "
        "Or give --total-parameters, --active-parameters and --architecture."
    )


@pytest.mark.parametrize(
    ("total", "active", "kind", "message"),
    [
        (-1.0, None, "dense", "total parameters -1 are out of reach. Write a number such as 70e9."),
        (7e9, 8e9, "moe", "active parameters 8e+09 must lie between 1e6 and the total of 7e+09."),
        (7e9, None, "mo", "architecture 'mo' is unknown. Nearest: moe."),
        (7e9, None, "moe", "a mixture of experts needs fewer active than total parameters. Give both, or write dense."),
    ],
)
def test_impossible_parameters_say_what_would_be_right(total, active, kind, message):
    with pytest.raises(UserError) as caught:
        typical_architecture(total, active, kind)
    assert str(caught.value) == message


def test_precision_follows_the_model_unless_named():
    assert precision(None, architecture("gpt-oss-20b")) == "fp4"
    assert precision("bfloat16", architecture("gpt-oss-20b")) == "bf16"
    with pytest.raises(UserError, match=r"^precision 'fp7' is unknown\. Write one of bf16, fp8, fp4\.$"):
        precision("fp7", architecture("gpt-oss-20b"))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Qwen/Qwen3-235B-A22B-Instruct-2507", "bf16"),
        ("Qwen/Qwen3-235B-A22B-Instruct-2507-FP8", "fp8"),
        ("RedHatAI/Meta-Llama-3.1-70B-Instruct-FP8-dynamic", "fp8"),
        ("Qwen/Qwen2.5-72B-Instruct-AWQ", "fp4"),
        ("openai/gpt-oss-120b", "fp4"),
        ("unsloth/gpt-oss-120b-BF16", "bf16"),
        ("deepseek-ai/DeepSeek-R1", "fp8"),
    ],
)
def test_the_name_of_a_repository_tells_the_precision(name, told):
    model = architecture(name)
    assert precision(None, model) == told
    assert precision("bf16", model) == "bf16"
