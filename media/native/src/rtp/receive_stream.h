// What we receive: one source of one remote address, checked, counted, and handed to the jitter buffer.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "jitter/decoder_bank.h"
#include "jitter/jitter_buffer.h"
#include "rtcp/reception.h"
#include "rtp/endpoint.h"
#include "rtp/packet_fates.h"
#include "rtp/source_lock.h"
#include "rtp/telephone_event.h"

namespace hookswitch {

/// Made by the thread that may allocate, used by the media thread.
struct ReceiveFormat {
  std::unique_ptr<DecoderBank> decoders;
  /// Tells formats apart without looking into the decoders: names and payload types in order.
  std::string signature;
  /// -1: we take no telephone events.
  int event_payload_type = -1;
};

struct FinishedEvent {
  uint8_t event = 0;
  int duration_ms = 0;
};

class ReceiveStream {
 public:
  explicit ReceiveStream(int core_rate, PacketFateSink* fates = nullptr) : fates_(fates), buffer_(core_rate) {}

  /// Before the first packet.
  void wait_for_packets(const DelaySettings& settings) { buffer_.configure(settings); }
  /// The same remote and formats as before go on undisturbed. What is no longer needed is in `format` afterwards.
  void configure(ReceiveFormat&& format, const Endpoint& remote);
  /// The first who is understood is the other side, from whatever address.
  void let_roam(bool roams) { lock_.let_roam(roams); }
  /// What is sent to a multicast group is anybody's.
  void welcome_anybody() { lock_.welcome_anybody(); }
  /// Not allowed: packets are counted and not heard.
  void allow(bool receiving);

  struct Result {
    /// The first packet of a source, or of another one than before.
    bool new_source = false;
    std::optional<FinishedEvent> event;
  };

  /// `now_us` is the tick's: from then on the packet can be heard.
  Result receive(std::span<const uint8_t> datagram, const Endpoint& from, int64_t arrival_us, int64_t now_us);
  /// The session ends: what became of the last packets is told.
  void finish() { fates_.finish(); }
  /// An event whose end was lost.
  std::optional<FinishedEvent> expire(int64_t now_us);

  /// 10 ms. False: nothing but silence.
  bool pull(int64_t now_us, std::span<int16_t> out);

  bool locked() const { return lock_.locked(); }

  const Reception& reception() const { return reception_; }
  Reception& reception() { return reception_; }
  const JitterBuffer& buffer() const { return buffer_; }
  CodecImpairment impairment() const { return format_.decoders ? format_.decoders->impairment() : CodecImpairment{}; }
  uint32_t ssrc() const { return ssrc_; }
  int clock_rate() const { return clock_rate_; }
  /// Since the session was opened, over all sources.
  int64_t packets() const { return packets_; }
  int64_t octets() const { return octets_; }
  /// RFC 3550 §6.4.1 counts duplicates as received; here each packet counts once.
  int64_t lost() const { return lost_before_ + reception_.lost() + fates_.duplicates(); }
  int64_t duplicates() const { return fates_.duplicates(); }
  int64_t out_of_order() const { return fates_.out_of_order(); }
  int64_t refused() const { return refused_; }
  /// When the newest accepted packet came; 0 before the first.
  int64_t last_heard_us() const { return last_heard_us_; }

 private:
  bool believe(uint32_t ssrc, Result& result);
  bool count(uint16_t sequence);
  void become(uint32_t ssrc);
  void forget();
  FinishedEvent finished(const ReceivedEvent& event) const;

  ReceiveFormat format_;
  SourceLock lock_;
  Reception reception_;
  EventReceiver events_;
  PacketFates fates_;
  JitterBuffer buffer_;
  bool receiving_ = false;
  bool source_known_ = false;
  uint32_t ssrc_ = 0;
  bool candidate_known_ = false;
  uint32_t candidate_ = 0;
  int clock_rate_ = 8000;
  int64_t packets_ = 0;
  int64_t octets_ = 0;
  int64_t refused_ = 0;
  int64_t lost_before_ = 0;
  int64_t last_heard_us_ = 0;
};

}  // namespace hookswitch
