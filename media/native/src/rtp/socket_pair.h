// The two UDP sockets of a session: RTP on an even port, RTCP on the next (RFC 3550 §11).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "rtp/endpoint.h"
#include "rtp/media_path.h"

namespace hookswitch {

class SocketPair {
 public:
  SocketPair() = default;
  ~SocketPair() { close(); }
  SocketPair(const SocketPair&) = delete;
  SocketPair& operator=(const SocketPair&) = delete;

  /// Tries each even port of the range once, from one chosen by `start` (random, so that a port is not guessed and not used again at
  /// once, when packets of the call before may still come). On failure `error` says why.
  bool open(std::string_view address, uint16_t first, uint16_t last, int tos, uint32_t start, std::string& error);
  /// Listens to a multicast group by the interface of `address`, on its port and the next.
  bool join(std::string_view group, uint16_t port, std::string_view address, std::string& error);
  /// Binds anew; the descriptors stay the same numbers, so that other threads go on using them meanwhile. The old port is tried first. On
  /// failure the old sockets stay.
  bool move(std::string_view address, uint16_t first, uint16_t last, int tos, std::string& error);
  void close();

  /// Packets of IPv4 go without a checksum (RFC 768).
  void omit_checksums();
  /// The kernel is to tell of packets that nobody took (ICMP), until `take_errors` is asked.
  void watch_errors();
  /// How many since the last time.
  int take_errors() const;

  int rtp() const { return rtp_; }
  int rtcp() const { return rtcp_; }
  uint16_t rtp_port() const { return port_; }

  /// Never waits; a datagram that the kernel cannot take is lost, as on the wire. Returns whether it was taken.
  bool send_rtp(std::span<const uint8_t> datagram, const Endpoint& to) const { return send(rtp_, datagram, {to}); }
  bool send_rtcp(std::span<const uint8_t> datagram, const Endpoint& to) const { return send(rtcp_, datagram, {to}); }
  bool send_rtp(std::span<const uint8_t> datagram, const MediaPath& path) const { return send(rtp_, datagram, path); }
  bool send_rtcp(std::span<const uint8_t> datagram, const MediaPath& path) const { return send(rtcp_, datagram, path); }

 private:
  static bool send(int socket, std::span<const uint8_t> datagram, const MediaPath& path);

  int rtp_ = -1;
  int rtcp_ = -1;
  uint16_t port_ = 0;
};

}  // namespace hookswitch
