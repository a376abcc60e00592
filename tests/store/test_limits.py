"""Limits as settings.yaml says them."""

import pytest
import yaml

from server.config import load_config
from server.limits import Limits, limits_of
from server.store.keys import City, create_folder


def test_an_installation_without_limits_has_those_of_the_house(tmp_path):
    create_folder(tmp_path / "data", City("test/limits", "城", "City", {}))
    assert load_config(tmp_path / "data", {}).limits == Limits()


def test_settings_change_one_limit_and_leave_the_rest(tmp_path):
    create_folder(tmp_path / "data", City("test/limits", "城", "City", {"limits": {"open_pictures": 12}}))
    limits = load_config(tmp_path / "data", {}).limits
    assert limits.open_pictures == 12 and limits.open_known == Limits().open_known


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("limits: [1]", "names and numbers"),
        ("limits: {open_doors: 3}", "no limit open_doors"),
        ("limits: {open_pictures: 0}", "from 1 on"),
        ("limits: {open_pictures: many}", "whole number"),
        ("limits: {open_pictures: true}", "whole number"),
        ("limits: {stalled_after_s: 2.5}", "whole number"),
        # Phones write up to these: a lower limit would refuse evidence for good.
        ("limits: {picture_bytes: 1000000}", "from 33554432 on"),
        ("limits: {json_bytes: 1000000}", "from 4194304 on"),
    ],
)
def test_a_limit_that_cannot_be_meant_is_named(text, says):
    with pytest.raises(ValueError, match=says):
        limits_of(yaml.safe_load(text))
