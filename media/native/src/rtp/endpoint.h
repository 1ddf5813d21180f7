// An IP address and port as the kernel takes them, of either family.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hookswitch {

/// IPv6, or IPv4 mapped into it (RFC 4291 §2.5.5.2), as two halves in host order: comparable and small enough for atomics.
struct AddressKey {
  uint64_t high = 0;
  uint64_t low = 0;
  bool operator==(const AddressKey&) const = default;
};

struct Endpoint {
  sockaddr_storage address{};
  socklen_t length = 0;

  bool valid() const { return length != 0; }
  /// `0.0.0.0` or `::`, which the kernel would take for this machine; in SDP it is the old way to hold (RFC 2543 §B.5).
  bool unspecified() const { return key() == AddressKey{0, 0xffff00000000ULL} || key() == AddressKey{}; }
  uint16_t port() const;
  AddressKey key() const;
  /// `192.0.2.1` or `2001:db8::1`, with its zone where it has one.
  std::string host() const;
  /// `192.0.2.1:5004` or `[2001:db8::1]:5004`.
  std::string text() const;
  bool operator==(const Endpoint& other) const { return key() == other.key() && port() == other.port(); }

  /// Nothing when `literal` is not an address; names are not resolved.
  static std::optional<Endpoint> from(std::string_view literal, uint16_t port);
};

}  // namespace hookswitch
