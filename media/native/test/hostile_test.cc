// What a hostile sender may do within the rules of RTP, and a flood of reports.
#include <array>
#include <vector>

#include "codec/codec.h"
#include "engine/allowance.h"
#include "rtp/receive_stream.h"
#include "rtp/rtp_packet.h"
#include "test.h"

using namespace hookswitch;

namespace {

using Bytes = std::vector<uint8_t>;

/// Two codecs, events, and a talker who may be interrupted.
class Victim {
 public:
  Victim() : remote_(*Endpoint::from("192.0.2.1", 4000)) {
    ReceiveFormat format;
    format.decoders = std::make_unique<DecoderBank>(16000);
    format.decoders->add(0, "PCMU");
    format.decoders->add(9, "G722");
    format.signature = "two";
    format.event_payload_type = 101;
    stream_.configure(std::move(format), remote_);
    stream_.allow(true);
  }
  void hear(const RtpPacket& packet) {
    Bytes bytes(kRtpHeaderBytes + packet.payload.size());
    bytes.resize(write_rtp(packet, bytes));
    stream_.receive(bytes, remote_, now_us_, now_us_);
  }
  /// So many packets of loud PCMU in their time, with what else comes between.
  template <typename Between>
  void talk(int packets, Between between) {
    const Bytes loud(160, 0x00);
    for (int index = 0; index < packets; ++index) {
      hear({false, 0, sequence_++, timestamp_, kSource, loud});
      timestamp_ += 160;
      between(index);
      for (int half = 0; half < 2; ++half, now_us_ += 10'000) heard_ = stream_.pull(now_us_, out_);
    }
  }
  bool heard() const { return heard_ && out_[100] < -20'000; }
  ReceiveStream& stream() { return stream_; }
  uint16_t sequence() const { return sequence_; }
  uint32_t timestamp() const { return timestamp_; }

  static constexpr uint32_t kSource = 0xaaaa;

 private:
  Endpoint remote_;
  ReceiveStream stream_{16000};
  std::array<int16_t, 160> out_{};
  uint16_t sequence_ = 100;
  uint32_t timestamp_ = 5000;
  int64_t now_us_ = 1'000'000;
  bool heard_ = false;
};

}  // namespace

TEST("packets of every other SSRC between do not take the place of the talker") {
  Victim victim;
  const Bytes silence(160, 0xff);
  victim.talk(100, [&](int index) { victim.hear({true, 0, 1, 1, 0x1000 + static_cast<uint32_t>(index), silence}); });
  CHECK(victim.heard());
  CHECK_EQUAL(victim.stream().ssrc(), Victim::kSource);
  CHECK_EQUAL(victim.stream().refused(), 100);
}

TEST("payload types that change with every packet do not stop the sound") {
  Victim victim;
  const Bytes silence(160, 0xff);
  // Of the session, of nobody, of RTCP seen as RTP, with another clock's idea of time.
  victim.talk(200, [&](int index) {
    constexpr uint8_t types[] = {9, 13, 18, 72, 76, 96, 101, 127};
    victim.hear({false, types[index % 8], victim.sequence(), victim.timestamp(), Victim::kSource, silence});
  });
  victim.talk(50, [](int) {});
  CHECK(victim.heard());
  CHECK_EQUAL(victim.stream().reception().restarts(), 0);
}

TEST("empty payloads, markers and telephone events without end do no harm") {
  Victim victim;
  const Bytes event = {5, 10, 0xff, 0xff};
  victim.talk(200, [&](int) {
    victim.hear({true, 0, victim.sequence(), victim.timestamp() + 80, Victim::kSource, {}});
    victim.hear({true, 101, victim.sequence(), victim.timestamp(), Victim::kSource, event});
    victim.hear({true, 101, victim.sequence(), victim.timestamp(), Victim::kSource, std::span(event).first(3)});
  });
  victim.talk(50, [](int) {});
  CHECK(victim.heard());
}

TEST("sequence numbers and times from the far end of their ranges do not move the call there") {
  Victim victim;
  const Bytes silence(160, 0xff);
  victim.talk(200, [&](int index) {
    const auto far = static_cast<uint16_t>(victim.sequence() + 10'000 + 7 * index);
    victim.hear({false, 0, far, victim.timestamp() + 0x4000'0000, Victim::kSource, silence});
  });
  CHECK(victim.heard());
  CHECK_EQUAL(victim.stream().refused(), 200);
  CHECK(victim.stream().lost() < 5);
}

TEST("a sender who begins again is heard again") {
  Victim victim;
  victim.talk(100, [](int) {});
  const Bytes loud(160, 0x00);
  Victim again;
  // The same source with a sequence and times of their own, as after a restart.
  for (uint16_t index = 0; index < 3; ++index) {
    victim.hear({index == 0, 0, static_cast<uint16_t>(40'000 + index), 777'777'777U + index * 160U, Victim::kSource, loud});
  }
  CHECK_EQUAL(victim.stream().reception().restarts(), 1);
  CHECK(victim.stream().lost() < 3);
}

TEST("a flood of reports leaves the queue to the sound") {
  ReportAllowance allowance;
  int taken = 0;
  for (int64_t now_us = 0; now_us < 1'000'000; now_us += 100) taken += allowance.take(now_us) ? 1 : 0;
  CHECK(taken <= ReportAllowance::kAtOnce + ReportAllowance::kPerSecond);
  // Who reports as RFC 3550 says always finds room.
  ReportAllowance patient;
  for (int64_t now_us = 0; now_us < 60'000'000; now_us += 250'000) CHECK(patient.take(now_us));
}
