// How good a call sounds, from what was measured of it: the transmission rating R of ITU-T G.107 and the scores made of it.
#pragma once

#include <string_view>

namespace hookswitch {

/// What a codec costs (ITU-T G.113 appendix I): `impairment` by itself, `robustness` against loss (Bpl).
struct CodecImpairment {
  double impairment = 0;
  double robustness = 25.1;
};

/// By SDP encoding name. A name that G.113 does not know counts as G.711 with concealment.
CodecImpairment codec_impairment(std::string_view name);

/// Id: what a one-way delay from mouth to ear costs.
double delay_impairment(double one_way_ms);

/// Ie,eff: what the codec and the packets that were not played cost. `burst_ratio`: 1 when losses are random, more when they come
/// together (G.107 §3.5).
double loss_impairment(const CodecImpairment& codec, double lost_percent, double burst_ratio = 1);

/// 0 to 93.2, from the two impairments; everything else as G.107's defaults have it.
double transmission_rating(double delay_impairment, double loss_impairment);

/// Mean opinion score, 1 to 4.5 (G.107 annex B).
double opinion_score(double rating);

}  // namespace hookswitch
