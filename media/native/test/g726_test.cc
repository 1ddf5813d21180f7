// G.726 at its four rates and in both packings. The codes of the first test are those of the ITU's Software Tool Library for the
// same A-law input.
#include "codec_checks.h"
#include "signals.h"

using namespace hookswitch;
using namespace hookswitch::test;

namespace {

struct Rate {
  const char* name;
  std::size_t bits;
  std::uint32_t codes;
  std::uint32_t decoded;
  double snr_db;
};
constexpr std::array<Rate, 4> rates{{{"G726-16", 2, 0x5E7C8E85, 0x3AD78155, 6},
                                     {"G726-24", 3, 0xA19013E7, 0xE64E5BD3, 12},
                                     {"G726-32", 4, 0x692A16C4, 0x926E66AF, 18},
                                     {"G726-40", 5, 0xDEC6D2CC, 0xF2F65440, 23}}};

/// The codes of packets of eight samples, whichever way they are packed.
std::vector<unsigned> unpack(std::span<const std::uint8_t> packed, std::size_t bits, bool lowest_first) {
  std::vector<unsigned> codes;
  for (std::size_t at = 0; at + bits <= packed.size() * 8; at += bits) {
    unsigned code = 0;
    for (std::size_t i = 0; i < bits; ++i) {
      const std::size_t bit = at + i;
      const unsigned value = (packed[bit / 8] >> (lowest_first ? bit % 8 : 7 - bit % 8)) & 1U;
      code |= value << (lowest_first ? i : bits - 1 - i);
    }
    codes.push_back(code);
  }
  return codes;
}

}  // namespace

TEST("G.726 encodes what the ITU's library does, code by code") {
  auto law = make_codec("PCMA");
  const auto pcm = decode_all(*law, encode_all(*law, torture(64000)), 160);
  for (const Rate& rate : rates) {
    const auto codes = encode_all(*make_codec(rate.name), pcm);
    CHECK_EQUAL(codes.size(), 8000 * rate.bits);
    CHECK_EQUAL(crc32(codes), rate.codes);
    CHECK_EQUAL(crc32(little_endian(decode_all(*make_codec(rate.name), random_codes(8000), 20 * rate.bits))), rate.decoded);
  }
}

TEST("G.726's two packings hold the same codes, lowest or highest bits first") {
  const auto pcm = voiced(120, 5, 8000, 1600);
  for (const Rate& rate : rates) {
    const std::string aal2 = std::string("AAL2-") + rate.name;
    const auto rtp = encode_all(*make_codec(rate.name), pcm);
    const auto atm = encode_all(*make_codec(aal2), pcm);
    CHECK(rtp != atm);
    CHECK(unpack(rtp, rate.bits, true) == unpack(atm, rate.bits, false));
    CHECK(decode_all(*make_codec(rate.name), rtp, 20 * rate.bits) == decode_all(*make_codec(aal2), atm, 20 * rate.bits));
  }
}

TEST("G.726 is as good as its rate lets it") {
  const auto pcm = sine(1020, 8000, 16000, 8000);
  for (const Rate& rate : rates) {
    const auto codec = make_codec(rate.name);
    const auto heard = decode_all(*codec, encode_all(*codec, pcm), 20 * rate.bits);
    CHECK_EQUAL(heard.size(), pcm.size());
    CHECK(snr(std::span(pcm).subspan(800), std::span(heard).subspan(800)) > rate.snr_db);
  }
}

TEST("G.726 keeps within its buffers") {
  for (const Rate& rate : rates) {
    check_hostile_payloads(rate.name);
    check_small_packets(rate.name);
  }
}
