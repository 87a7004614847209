"""Whatever is done to the ledger in whatever order, no certificate is used twice and double entry holds."""

from __future__ import annotations

import shutil
import tempfile
from fractions import Fraction
from pathlib import Path

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import func, select

from firmwatt.errors import InputFaults, UserError
from firmwatt.registry.balances import balance_table
from firmwatt.registry.certificate_file import single_certificate
from firmwatt.registry.database import reading, writing
from firmwatt.registry.issuing import take_in
from firmwatt.registry.lots import Selection
from firmwatt.registry.matching import ANNUAL, HOURLY, HourlyLoad, match
from firmwatt.registry.movements import retire, transfer
from firmwatt.registry.store import StoreHours, pass_through
from firmwatt.registry.tables import CLAIMS, LOTS
from firmwatt.registry.verify import verify_ledger

START = int(np.datetime64("2025-06-01T00", "s").astype(np.int64))
HOLDERS = st.sampled_from(["acme", "bob"])
HOUR = st.integers(0, 3)
REGION = st.sampled_from(["pjm", "ercot"])
WATT_HOURS = st.integers(1, 5_000)


class Ledger(RuleBasedStateMachine):
    """A ledger in the hands of two holders, beside a model that only counts."""

    @initialize()
    def open_ledger(self):
        self.folder = tempfile.mkdtemp()
        self.database = str(Path(self.folder) / "ledger.db")
        self.issued = {}
        self.files = 0
        self.issue("acme", 0, "pjm", 1_000)
        self.issue("bob", 1, "ercot", 1_000)

    def teardown(self):
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)

    def attempt(self, action):
        """Do something that may be refused; a refusal is a message of ours and changes nothing."""
        before = self.balances()
        try:
            with writing(self.database) as connection:
                return action(connection)
        except (UserError, InputFaults):
            assert self.balances() == before
            return None

    def balances(self):
        if not Path(self.database).exists():
            return {}
        with reading(self.database) as connection:
            table = balance_table(connection, None, Selection())
        return table.set_index(["kind", "account", "region", "source"])["mwh"].to_dict()

    @rule(holder=HOLDERS, hour=HOUR, region=REGION, energy_wh=WATT_HOURS)
    def issue(self, holder, hour, region, energy_wh):
        words = {
            "timestamp": f"2025-06-01T{hour:02d}:00Z", "contract": f"plant {region}", "source": "solar",
            "region": region, "account": holder, "energy_kwh": f"{energy_wh / 1000:.3f}",
        }  # fmt: skip
        taken = self.attempt(lambda connection: take_in(connection, single_certificate(words)))
        if taken is not None:
            assert taken.new_wh == (0 if (hour, region) in self.issued else energy_wh)
            self.issued.setdefault((hour, region), energy_wh)

    @rule(giver=HOLDERS, receiver=HOLDERS, energy_wh=WATT_HOURS)
    def transfer(self, giver, receiver, energy_wh):
        self.attempt(lambda c: transfer(c, (giver, receiver), energy_wh, Selection(), opens=True, reference=""))

    @rule(holder=HOLDERS, energy_wh=WATT_HOURS, region=REGION)
    def retire(self, holder, energy_wh, region):
        self.attempt(lambda c: retire(c, holder, "a client", energy_wh, Selection(region=region), reference=""))

    @rule(
        holder=HOLDERS,
        region=REGION,
        hours=st.lists(WATT_HOURS, min_size=1, max_size=4),
        basis=st.sampled_from([HOURLY, ANNUAL]),
    )
    def match(self, holder, region, hours, basis):
        hour_s = START + 3600 * np.arange(len(hours), dtype=np.int64)
        load = HourlyLoad(f"load {basis}", region, hour_s, np.array(hours, dtype=np.int64))
        matched = self.attempt(lambda c: match(c, holder, load, basis, Selection()))
        if matched is not None:
            assert matched.new_wh + matched.before_wh <= matched.load_wh
            again = self.attempt(lambda c: match(c, holder, load, basis, Selection()))
            assert (again.new_wh, again.before_wh) == (0, matched.new_wh + matched.before_wh)

    @rule(holder=HOLDERS, charge_wh=st.integers(0, 500), discharge_wh=st.integers(0, 500), tenths=st.integers(1, 10))
    def store(self, holder, charge_wh, discharge_wh, tenths):
        self.files += 1
        hours = StoreHours(
            Path("store.csv"), str(self.files), f"battery {self.files}", "pjm",
            START + 3600 * np.arange(2, dtype=np.int64), np.array([charge_wh, 0]), np.array([0, discharge_wh]),
        )  # fmt: skip
        stored = self.attempt(lambda c: pass_through(c, holder, hours, Fraction(tenths, 10)))
        if stored is not None:
            assert stored.charged_wh == stored.discharged_wh + stored.lost_wh + stored.left_wh
            assert stored.discharged_wh <= stored.charged_wh * tenths / 10

    @invariant()
    def everything_holds(self):
        if not hasattr(self, "database"):
            return
        with reading(self.database) as connection:
            assert verify_ledger(connection).faults == ()
            lots = connection.execute(select(func.sum(LOTS.c.energy_wh)).where(LOTS.c.parent_id.is_(None))).scalar_one()
            used = connection.execute(select(CLAIMS.c.lot_id, func.sum(CLAIMS.c.energy_wh)).group_by(CLAIMS.c.lot_id))
            size = dict(map(tuple, connection.execute(select(LOTS.c.id, LOTS.c.energy_wh))))
            assert all(energy <= size[lot] for lot, energy in used)
            table = balance_table(connection, None, Selection())
        assert lots == sum(self.issued.values())
        first_hand = table.loc[table["kind"] != "spent", "mwh"].sum() * 1e6
        assert round(first_hand) == lots


Ledger.TestCase.settings = settings(max_examples=5, stateful_step_count=10, deadline=None)
TestLedger = Ledger.TestCase
