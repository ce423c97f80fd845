"""Families of EC2 instance types: their sizes, and how much memory there is for each vCPU.

The general rule, by which a family is described in a few words: a size has the same vCPUs in every family, and within a
family the memory grows with the vCPUs. Types that are not so are listed one by one.
"""

from __future__ import annotations

from typing import Final

SIZES: Final[dict[str, int]] = {
    "medium": 1,
    "large": 2,
    "xlarge": 4,
    "2xlarge": 8,
    "3xlarge": 12,
    "4xlarge": 16,
    "6xlarge": 24,
    "8xlarge": 32,
    "9xlarge": 36,
    "10xlarge": 40,
    "12xlarge": 48,
    "16xlarge": 64,
    "18xlarge": 72,
    "24xlarge": 96,
    "32xlarge": 128,
    "48xlarge": 192,
    "96xlarge": 384,
}

_TO_8 = "large xlarge 2xlarge 4xlarge 8xlarge"
_TO_16 = f"{_TO_8} 16xlarge"
_BY_12 = f"{_TO_8} 12xlarge 16xlarge"
_TO_24 = f"{_BY_12} 24xlarge"
_TO_32 = f"{_TO_24} 32xlarge"
_TO_48 = f"{_TO_24} 48xlarge"
_ALL_TO_48 = f"{_TO_32} 48xlarge"
_TO_96 = f"{_ALL_TO_48} 96xlarge"
_BY_18 = "large xlarge 2xlarge 4xlarge 9xlarge 12xlarge 18xlarge 24xlarge"
_BY_3 = "large xlarge 2xlarge 3xlarge 6xlarge 12xlarge"
_GRAVITON_2 = f"medium {_BY_12}"
_GRAVITON_4 = f"medium {_TO_48}"
_DENSE = f"{_BY_3} 18xlarge 24xlarge 48xlarge"

#: Families; GiB for each vCPU; sizes.
_GROUPS: Final[tuple[tuple[str, float, str], ...]] = (
    ("c3", 1.875, _TO_8),
    ("c5 c5d", 2, f"{_BY_18} metal"),
    ("c5a c5ad", 2, _TO_24),
    ("c6a", 2, f"{_ALL_TO_48} metal"),
    ("c6i c6id c6in", 2, f"{_TO_32} metal"),
    ("c6gn", 2, _GRAVITON_2),
    ("c6g c6gd c7g c7gd c7gn", 2, f"{_GRAVITON_2} metal"),
    ("c7a", 2, f"medium {_ALL_TO_48} metal-48xl"),
    ("c7i", 2, f"{_TO_48} metal-24xl metal-48xl"),
    ("c7i-flex c8i-flex", 2, _BY_12),
    ("c8a c8g c8gb c8gd c8gn", 2, f"{_GRAVITON_4} metal-24xl metal-48xl"),
    ("c8i c8id", 2, f"{_TO_96} metal-48xl metal-96xl"),
    ("m3", 3.75, "medium large xlarge 2xlarge"),
    ("m4", 4, "large xlarge 2xlarge 4xlarge 10xlarge 16xlarge"),
    ("m5 m5d m5dn m5n", 4, f"{_TO_24} metal"),
    ("m5a m5ad", 4, _TO_24),
    ("m5zn", 4, f"{_BY_3} metal"),
    ("m6a", 4, f"{_ALL_TO_48} metal"),
    ("m6i m6id m6idn m6in", 4, f"{_TO_32} metal"),
    ("m6g m6gd m7g m7gd", 4, f"{_GRAVITON_2} metal"),
    ("m7a", 4, f"medium {_ALL_TO_48} metal-48xl"),
    ("m7i", 4, f"{_TO_48} metal-24xl metal-48xl"),
    ("m7i-flex m8i-flex", 4, _BY_12),
    ("m8a m8g m8gb m8gd m8gn", 4, f"{_GRAVITON_4} metal-24xl metal-48xl"),
    ("m8i m8id", 4, f"{_TO_96} metal-48xl metal-96xl"),
    ("r4", 7.625, _TO_16),
    ("r5 r5b r5d r5dn r5n", 8, f"{_TO_24} metal"),
    ("r5a r5ad", 8, _TO_24),
    ("r6a", 8, f"{_ALL_TO_48} metal"),
    ("r6i r6id r6idn r6in", 8, f"{_TO_32} metal"),
    ("r6g r6gd r7g r7gd", 8, f"{_GRAVITON_2} metal"),
    ("r7a", 8, f"medium {_ALL_TO_48} metal-48xl"),
    ("r7i", 8, f"{_TO_48} metal-24xl metal-48xl"),
    ("r7iz", 8, f"{_BY_12} 32xlarge metal-16xl metal-32xl"),
    ("r8i-flex", 8, _BY_12),
    ("r8a r8g r8gb r8gd r8gn", 8, f"{_GRAVITON_4} metal-24xl metal-48xl"),
    ("r8i r8id", 8, f"{_TO_96} metal-48xl metal-96xl"),
    ("a1", 2, "medium large xlarge 2xlarge 4xlarge metal"),
    ("x1", 15.25, "16xlarge 32xlarge"),
    ("x1e", 30.5, "xlarge 2xlarge 4xlarge 8xlarge 16xlarge 32xlarge"),
    ("x2gd", 16, f"{_GRAVITON_2} metal"),
    ("x2idn", 16, "16xlarge 24xlarge 32xlarge metal"),
    ("x2iedn", 32, "xlarge 2xlarge 4xlarge 8xlarge 16xlarge 24xlarge 32xlarge metal"),
    ("x2iezn", 32, "2xlarge 4xlarge 6xlarge 8xlarge 12xlarge metal"),
    ("x8g", 16, f"{_GRAVITON_4} metal-24xl metal-48xl"),
    ("z1d", 8, f"{_BY_3} metal"),
    ("d3", 8, "xlarge 2xlarge 4xlarge 8xlarge"),
    ("d3en", 4, "xlarge 2xlarge 4xlarge 6xlarge 8xlarge 12xlarge"),
    ("h1", 4, "2xlarge 4xlarge 8xlarge 16xlarge"),
    ("i3", 7.625, _TO_16),
    ("i3en", 8, f"{_BY_3} 24xlarge metal"),
    ("i4g", 8, _TO_16),
    ("i4i", 8, f"{_TO_32} metal"),
    ("i7i i8g", 8, f"{_TO_48} metal-24xl metal-48xl"),
    ("i7ie i8ge", 8, f"{_DENSE} metal-24xl metal-48xl"),
    ("im4gn", 4, _TO_16),
    ("is4gen", 6, f"medium {_TO_8}"),
    ("inf1", 2, "xlarge 2xlarge 6xlarge 24xlarge"),
    ("inf2", 4, "xlarge 8xlarge 24xlarge 48xlarge"),
    ("trn1", 4, "2xlarge 32xlarge"),
    ("trn1n", 4, "32xlarge"),
)

#: Types that do not follow the rule: vCPUs, MiB, GPUs.
LISTED: Final[dict[str, tuple[int, int, int]]] = {
    "c4.large": (2, 3_840, 0),
    "c4.xlarge": (4, 7_680, 0),
    "c4.2xlarge": (8, 15_360, 0),
    "c4.4xlarge": (16, 30_720, 0),
    "c4.8xlarge": (36, 61_440, 0),
    "c5n.large": (2, 5_376, 0),
    "c5n.xlarge": (4, 10_752, 0),
    "c5n.2xlarge": (8, 21_504, 0),
    "c5n.4xlarge": (16, 43_008, 0),
    "c5n.9xlarge": (36, 98_304, 0),
    "c5n.18xlarge": (72, 196_608, 0),
    "c5n.metal": (72, 196_608, 0),
    "d2.xlarge": (4, 31_232, 0),
    "d2.2xlarge": (8, 62_464, 0),
    "d2.4xlarge": (16, 124_928, 0),
    "d2.8xlarge": (36, 249_856, 0),
    "r3.large": (2, 15_360, 0),
    "r3.xlarge": (4, 31_232, 0),
    "r3.2xlarge": (8, 62_464, 0),
    "r3.4xlarge": (16, 124_928, 0),
    "r3.8xlarge": (32, 249_856, 0),
    "hpc6a.48xlarge": (96, 393_216, 0),
    "hpc6id.32xlarge": (64, 1_048_576, 0),
    "hpc7a.12xlarge": (24, 786_432, 0),
    "hpc7a.24xlarge": (48, 786_432, 0),
    "hpc7a.48xlarge": (96, 786_432, 0),
    "hpc7a.96xlarge": (192, 786_432, 0),
    "hpc7g.4xlarge": (16, 131_072, 0),
    "hpc7g.8xlarge": (32, 131_072, 0),
    "hpc7g.16xlarge": (64, 131_072, 0),
    "p3.2xlarge": (8, 62_464, 1),
    "p3.8xlarge": (32, 249_856, 4),
    "p3.16xlarge": (64, 499_712, 8),
    "p3dn.24xlarge": (96, 786_432, 8),
    "p4d.24xlarge": (96, 1_179_648, 8),
    "p4de.24xlarge": (96, 1_179_648, 8),
    "p5.4xlarge": (16, 262_144, 1),
    "p5.48xlarge": (192, 2_097_152, 8),
    "p5e.48xlarge": (192, 2_097_152, 8),
    "p5en.48xlarge": (192, 2_097_152, 8),
    "p6-b200.48xlarge": (192, 2_097_152, 8),
    "g3s.xlarge": (4, 31_232, 1),
    "g3.4xlarge": (16, 124_928, 1),
    "g3.8xlarge": (32, 249_856, 2),
    "g3.16xlarge": (64, 499_712, 4),
    "g4dn.xlarge": (4, 16_384, 1),
    "g4dn.2xlarge": (8, 32_768, 1),
    "g4dn.4xlarge": (16, 65_536, 1),
    "g4dn.8xlarge": (32, 131_072, 1),
    "g4dn.12xlarge": (48, 196_608, 4),
    "g4dn.16xlarge": (64, 262_144, 1),
    "g4dn.metal": (96, 393_216, 8),
    "g5.xlarge": (4, 16_384, 1),
    "g5.2xlarge": (8, 32_768, 1),
    "g5.4xlarge": (16, 65_536, 1),
    "g5.8xlarge": (32, 131_072, 1),
    "g5.12xlarge": (48, 196_608, 4),
    "g5.16xlarge": (64, 262_144, 1),
    "g5.24xlarge": (96, 393_216, 4),
    "g5.48xlarge": (192, 786_432, 8),
    "g5g.xlarge": (4, 8_192, 1),
    "g5g.2xlarge": (8, 16_384, 1),
    "g5g.4xlarge": (16, 32_768, 1),
    "g5g.8xlarge": (32, 65_536, 1),
    "g5g.16xlarge": (64, 131_072, 2),
    "g5g.metal": (64, 131_072, 2),
    "g6.xlarge": (4, 16_384, 1),
    "g6.2xlarge": (8, 32_768, 1),
    "g6.4xlarge": (16, 65_536, 1),
    "g6.8xlarge": (32, 131_072, 1),
    "g6.12xlarge": (48, 196_608, 4),
    "g6.16xlarge": (64, 262_144, 1),
    "g6.24xlarge": (96, 393_216, 4),
    "g6.48xlarge": (192, 786_432, 8),
    "g6e.xlarge": (4, 32_768, 1),
    "g6e.2xlarge": (8, 65_536, 1),
    "g6e.4xlarge": (16, 131_072, 1),
    "g6e.8xlarge": (32, 262_144, 1),
    "g6e.12xlarge": (48, 393_216, 4),
    "g6e.16xlarge": (64, 524_288, 1),
    "g6e.24xlarge": (96, 786_432, 4),
    "g6e.48xlarge": (192, 1_572_864, 8),
    "gr6.4xlarge": (16, 131_072, 1),
    "gr6.8xlarge": (32, 262_144, 1),
}


def _all_families() -> dict[str, tuple[float, tuple[str, ...]]]:
    found: dict[str, tuple[float, tuple[str, ...]]] = {}
    for names, gib, sizes in _GROUPS:
        for name in names.split():
            found[name] = (gib, tuple(sizes.split()))
    for type in LISTED:
        family, _, size = type.partition(".")
        found[family] = (0, (*found.get(family, (0, ()))[1], size))
    return found


#: By family: GiB for each vCPU (0 where its types are listed), and its sizes, smallest first, bare metal last.
FAMILIES: Final[dict[str, tuple[float, tuple[str, ...]]]] = _all_families()
