"""Second reading of whom the documents name: in lists, as recognised or watched; and what prevails.

From the texts alone, in every reading of them. Whether an amount hangs on it or not, it is what a
document says, and lists of the same people are held against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from . import qianjiang_2023, tongnan_2021, wuhan_2022

CIVIL, RURAL = "civil_affairs", "rural_revitalisation"
TWO_GROUPS = frozenset({"extremely_poor", "minimum_living"})
THREE_GROUPS = TWO_GROUPS | {"returned_poor"}

Reading = tuple[str, str]


@dataclass(frozen=True)
class Named:
    """Whom a document names: by list, by who recognises them, and who is watched.

    Attributes:
        prevails: What is followed where it differs, and from what.
        otherwise: The lists that are others in a reading, which is a topic and an option.
        nothing_prevails: The readings in which that is not so.
    """

    lists: Mapping[str, frozenset[str]]
    recognised: Mapping[str, frozenset[str]] = field(default_factory=dict)
    watched: frozenset[str] = frozenset()
    prevails: Mapping[str, str] = field(default_factory=dict)
    otherwise: Mapping[Reading, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    nothing_prevails: frozenset[Reading] = frozenset()

    def statements(self, reading: Reading | None = None) -> Iterable[tuple[str, ...]]:
        """Each of them as a predicate with its arguments; in a reading, if one is given."""
        lists = {**self.lists, **(self.otherwise.get(reading, {}) if reading else {})}
        for name, groups in lists.items():
            yield from (("listed", name, group) for group in groups)
        for who, groups in self.recognised.items():
            yield from (("recognised_by", group, who) for group in groups)
        yield from (("watched_by", group) for group in self.watched)
        if reading not in self.nothing_prevails:
            yield from (("prevails_over", *both) for both in self.prevails.items())


# 6. names 监测人口, which 1. explains: “脱贫不稳定和纳入相关部门农村低收入人口监测范围的人口”.
_LUAN_GROUPS = THREE_GROUPS | {"unstable_exit", "watched"}
# 二（一）1: everybody “给予救助”.
_QIANJIANG_GROUPS = THREE_GROUPS | qianjiang_2023.ENTITLED | {
    "borderline_minimum", "severe_disability", "poor_student", "illness_poor", "at_risk",
}

NAMED: dict[str, Named] = {
    "luan_2021": Named(
        {
            "subsidy": _LUAN_GROUPS,  # 1.: who is of stable exit “不再享受”
            "critical_tilt": THREE_GROUPS,  # 5.
            "aid": _LUAN_GROUPS,  # 6.
            "topup": _LUAN_GROUPS,  # 6.: “对特困人员、低保对象、返贫致贫人口、监测人口”
        },
        # 三（二）
        {CIVIL: TWO_GROUPS, RURAL: frozenset({"returned_poor", "unstable_exit", "watched"})},
    ),
    "qianjiang_2023": Named(
        {
            "subsidy": _QIANJIANG_GROUPS,  # 二（二）1
            "critical_tilt": THREE_GROUPS,  # 二（二）2
            "aid": _QIANJIANG_GROUPS,
            "topup": _QIANJIANG_GROUPS,  # 二（三）3: “其他医疗救助对象” are all others
            "warning": qianjiang_2023.WATCHED,
            "direct_aid": qianjiang_2023.DIRECT,
            "deposit_waiver": TWO_GROUPS,  # 二（六）2
        },
        # 二（一）2, 三（二）; nobody is named for students.
        {
            CIVIL: TWO_GROUPS | {"borderline_minimum", "illness_poor"},
            RURAL: frozenset({"returned_poor", "at_risk"}),
            "disabled_federation": frozenset({"severe_disability"}),
            "veterans_affairs": qianjiang_2023.ENTITLED,
        },
        frozenset({"returned_poor", "at_risk"}),  # 三（二）: “监测”
        # 结尾: “以此为准”
        {"qianjiang_2023": "黔江乡振发〔2022〕52号"},
        # 二（二）1 names “其他医疗救助对象” beside 农村易返贫致贫人口
        {("other_recipients", "excluded"): {"topup": _QIANJIANG_GROUPS - {"at_risk"}}},
        frozenset({("prevailing", "earlier_scheme")}),
    ),
    "tongcheng_2021": Named(
        {
            # 二（一）; “脱贫不稳定且纳入监测” is two categories together and none by itself
            "subsidy": THREE_GROUPS,
            "critical_tilt": THREE_GROUPS,  # 二（二）
            "insured": THREE_GROUPS,  # 二（四）
            "deposit_waiver": TWO_GROUPS | {"unstable_exit", "watched"},  # 二（九）
        },
        {RURAL: frozenset({"returned_poor"})},  # 二（一）; of the others nobody is named
        # 二（八） “农村低收入人口监测平台”
        THREE_GROUPS | {"unstable_exit", "watched"},
        # 结尾: later adjustments by superiors
        {"later_superior_rules": "tongcheng_2021"},
        # 二（九）: “易返贫致贫人口”
        {("at_risk", "with_returned"): {
            "deposit_waiver": THREE_GROUPS | {"unstable_exit", "watched"},
        }},
    ),
    "tongnan_2021": Named(
        {
            "subsidy": tongnan_2021.SEVEN_GROUPS | {"stable_exit"},  # 二（一）
            "critical_tilt": THREE_GROUPS,  # 二（二）
            "insured": tongnan_2021.SEVEN_GROUPS,  # 三（四）
            "aid": tongnan_2021.SEVEN_GROUPS,  # 三（七）: three at 70%, “其他低收入人口” at 60%
        },
        # 二（一）, 五（十四）
        {
            CIVIL: TWO_GROUPS | {"borderline_minimum"},
            RURAL: tongnan_2021.AT_RISK | {"returned_poor"},
        },
        tongnan_2021.SEVEN_GROUPS,  # 三（八）: “把7类参保资助对象作为监测对象”
        {"tongnan_2021": "unnamed_rules"},  # 六
    ),
    "wuhan_2022": Named(
        {
            "subsidy": wuhan_2022.LOW_INCOME | {"stable_exit"},  # 二（一）
            "critical_tilt": THREE_GROUPS,  # 二（四）
            "aid": wuhan_2022.LOW_INCOME,  # 二（五）
            "topup": wuhan_2022.LOW_INCOME,  # 二（六）
        },
        # 三（二）
        {CIVIL: TWO_GROUPS, RURAL: wuhan_2022.MONITORED | {"returned_poor", "stable_exit"}},
        wuhan_2022.MONITORED,  # 二（一）: “纳入相关部门监测范围”
        {"wuhan_2022": "unnamed_rules"},  # 结尾
    ),
}
