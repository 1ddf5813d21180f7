// The readers of RTP, RTCP and SRTP against random input: packet_fuzz [seed] [count]. The same seed gives the same packets. Says what was
// wrong with the first that breaks a rule; a sanitizer says the rest.
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

#include "jitter/decoder_bank.h"
#include "rtcp/rtcp_session.h"
#include "rtp/receive_stream.h"
#include "rtp/rtp_packet.h"
#include "rtp/telephone_event.h"
#include "srtp/srtp_context.h"

using namespace hookswitch;

namespace {

using Bytes = std::vector<uint8_t>;

class Fuzz {
 public:
  explicit Fuzz(unsigned seed) : random_(seed), remote_(*Endpoint::from("192.0.2.1", 4000)) {
    ReceiveFormat format;
    format.decoders = std::make_unique<DecoderBank>(16000);
    format.decoders->add(0, "PCMU");
    format.decoders->add(8, "PCMA");
    format.decoders->add(9, "G722");
    format.signature = "all";
    format.event_payload_type = 101;
    stream_.configure(std::move(format), remote_);
    stream_.allow(true);
  }

  bool round() {
    now_us_ += below(3) * 10'000;
    const bool good = sealed(below(3) == 0) && (below(3) == 0 ? report() : packet());
    if (below(4) > 0) stream_.pull(now_us_, out_);
    stream_.expire(now_us_);
    return good && stream_.buffer().delay_ms() < 60'000;
  }

 private:
  uint32_t below(uint32_t limit) { return std::uniform_int_distribution<uint32_t>(0, limit - 1)(random_); }

  /// Headers of a likely kind over a body of any.
  Bytes likely_packet() {
    constexpr uint8_t types[] = {0, 8, 9, 101, 13, 72, 127};
    Bytes bytes(below(8) == 0 ? below(1500) : below(200));
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(below(256));
    if (below(4) > 0) sequence_ = static_cast<uint16_t>(sequence_ + 1);
    if (below(50) == 0) sequence_ = static_cast<uint16_t>(below(0x10000));
    timestamp_ += below(20) == 0 ? below(0xffff'ffff) : 160;
    RtpPacket packet{below(2) == 0, types[below(std::size(types))], sequence_, timestamp_, below(30) == 0 ? below(4) : 1, bytes};
    Bytes out(bytes.size() + kRtpHeaderBytes);
    out.resize(write_rtp(packet, out));
    return out;
  }

  Bytes likely_report() {
    RtcpReport report;
    report.ssrc = below(4);
    report.canonical_name = "somebody";
    if (below(2) == 0) report.sender = SenderInfo{below(0xffff'ffff), below(0xffff'ffff), 1, 2};
    if (below(2) == 0) report.block = ReportBlock{.ssrc = below(4)};
    report.goodbye = below(5) == 0;
    Bytes out(512);
    out.resize(write_rtcp(report, out));
    // Several in one datagram: a bomb is many.
    const Bytes one = out;
    for (uint32_t more = below(8); more > 0; --more) out.insert(out.end(), one.begin(), one.end());
    return out;
  }

  void damage(Bytes& bytes) {
    for (uint32_t times = below(5); times > 0 && !bytes.empty(); --times) {
      bytes[below(static_cast<uint32_t>(bytes.size()))] = static_cast<uint8_t>(below(256));
    }
    if (below(6) == 0 && !bytes.empty()) bytes.resize(below(static_cast<uint32_t>(bytes.size())));
  }

  /// What was damaged is never opened, what was not is opened once; sequence numbers that jump about may be taken for replays.
  bool sealed(bool rtcp) {
    const uint32_t suite = below(6);
    Secured& way = ways_[suite];
    Bytes bytes = rtcp ? likely_report() : likely_packet();
    bytes.resize(std::min<size_t>(bytes.size(), 1300));
    const bool whole = bytes.size() >= (rtcp ? 8 : kRtpHeaderBytes);
    if (whole && rtcp) std::copy_n(kOurSource, 4, bytes.begin() + 4);
    if (whole && !rtcp) std::copy_n(kOurSource, 4, bytes.begin() + 8);
    Bytes wire(1500);
    std::ranges::copy(bytes, wire.begin());
    const size_t sent = way.sender->protect(wire, bytes.size(), rtcp);
    wire.resize(sent == 0 ? bytes.size() : sent);
    const Bytes before = wire;
    damage(wire);
    const bool touched = wire != before;
    size_t size = wire.size();
    wire.resize(1500);
    const bool opened = way.receiver->unprotect(wire, size, rtcp) == SrtpContext::Verdict::good;
    if (!opened) return true;
    return !touched && sent != 0 && size == bytes.size() && std::ranges::equal(std::span(wire).first(size), bytes);
  }

  bool packet() {
    Bytes bytes = likely_packet();
    damage(bytes);
    const auto read = parse_rtp(bytes);
    if (read && !read->payload.empty()) {
      const bool inside = read->payload.data() >= bytes.data() && read->payload.data() + read->payload.size() <= bytes.data() + bytes.size();
      if (!inside) return false;
      parse_telephone_event(read->payload);
    }
    stream_.receive(bytes, remote_, now_us_ - below(10'000), now_us_);
    return true;
  }

  bool report() {
    Bytes bytes = likely_report();
    damage(bytes);
    const auto read = parse_rtcp(bytes, below(4));
    if (read) {
      if (read->goodbye_reason.text().size() > 80) return false;
      for (const char letter : read->goodbye_reason.text()) {
        if (letter < 0x20 || letter > 0x7e) return false;
      }
    }
    rtcp_.receive(bytes, {now_us_, now_us_ * 1000}, below(4));
    return true;
  }

  static constexpr uint8_t kOurSource[] = {0, 0, 0, 1};

  struct Secured {
    std::unique_ptr<SrtpContext> sender;
    std::unique_ptr<SrtpContext> receiver;
  };

  static std::vector<Secured> every_suite() {
    std::vector<Secured> ways;
    for (uint8_t suite = 0; suite < 6; ++suite) {
      SrtpKeys keys;
      keys.suite = static_cast<SrtpSuite>(suite);
      keys.master.set(Bytes(master_bytes(keys.suite), 7));
      if (suite % 2 == 1) keys.mki.set(Bytes(4, 9));
      ways.push_back({SrtpContext::for_sending(keys, 1), SrtpContext::for_receiving(keys)});
    }
    return ways;
  }

  std::mt19937 random_;
  std::vector<Secured> ways_ = every_suite();
  Endpoint remote_;
  ReceiveStream stream_{16000};
  RtcpSession rtcp_{"name", 7};
  std::vector<int16_t> out_ = std::vector<int16_t>(160);
  uint16_t sequence_ = 0;
  uint32_t timestamp_ = 0;
  int64_t now_us_ = 1'000'000;
};

}  // namespace

int main(int count, char** arguments) {
  const auto seed = static_cast<unsigned>(count > 1 ? std::atol(arguments[1]) : 1);
  const long rounds = count > 2 ? std::atol(arguments[2]) : 20'000;
  Fuzz fuzz(seed);
  for (long round = 0; round < rounds; ++round) {
    if (fuzz.round()) continue;
    std::printf("packet_fuzz: seed %u breaks a rule in round %ld\n", seed, round);
    return 1;
  }
  std::printf("packet_fuzz: %ld packets of seed %u\n", rounds, seed);
}
