// Literal addresses to socket addresses and back.
#include "rtp/endpoint.h"

#include <arpa/inet.h>
#include <net/if.h>

#include <cstdlib>
#include <cstring>

namespace hookswitch {

namespace {

uint64_t big_endian(const uint8_t* bytes) {
  uint64_t value = 0;
  for (int index = 0; index < 8; ++index) value = value << 8 | bytes[index];
  return value;
}

const sockaddr_in* ipv4(const Endpoint& endpoint) { return reinterpret_cast<const sockaddr_in*>(&endpoint.address); }
const sockaddr_in6* ipv6(const Endpoint& endpoint) { return reinterpret_cast<const sockaddr_in6*>(&endpoint.address); }

}  // namespace

uint16_t Endpoint::port() const {
  return ntohs(address.ss_family == AF_INET6 ? ipv6(*this)->sin6_port : ipv4(*this)->sin_port);
}

AddressKey Endpoint::key() const {
  if (address.ss_family == AF_INET6) {
    const uint8_t* bytes = ipv6(*this)->sin6_addr.s6_addr;
    return {big_endian(bytes), big_endian(bytes + 8)};
  }
  if (address.ss_family == AF_INET) return {0, 0xffff00000000ULL | ntohl(ipv4(*this)->sin_addr.s_addr)};
  return {};
}

std::string Endpoint::host() const {
  char name[INET6_ADDRSTRLEN] = "";
  if (address.ss_family != AF_INET6) {
    inet_ntop(AF_INET, &ipv4(*this)->sin_addr, name, sizeof name);
    return name;
  }
  inet_ntop(AF_INET6, &ipv6(*this)->sin6_addr, name, sizeof name);
  char zone[IF_NAMESIZE] = "";
  const bool zoned = ipv6(*this)->sin6_scope_id != 0 && if_indextoname(ipv6(*this)->sin6_scope_id, zone) != nullptr;
  return zoned ? std::string(name) + "%" + zone : std::string(name);
}

std::string Endpoint::text() const {
  const std::string port_text = std::to_string(port());
  return address.ss_family == AF_INET6 ? "[" + host() + "]:" + port_text : host() + ":" + port_text;
}

std::optional<Endpoint> Endpoint::from(std::string_view literal, uint16_t port) {
  Endpoint endpoint;
  std::string name(literal);
  auto* four = reinterpret_cast<sockaddr_in*>(&endpoint.address);
  if (inet_pton(AF_INET, name.c_str(), &four->sin_addr) == 1) {
    four->sin_family = AF_INET;
    four->sin_port = htons(port);
    endpoint.length = sizeof(sockaddr_in);
    return endpoint;
  }
  auto* six = reinterpret_cast<sockaddr_in6*>(&endpoint.address);
  // A link-local address names its interface: `fe80::1%eth0` (RFC 4007 §11).
  if (const size_t zone = name.find('%'); zone != std::string::npos) {
    six->sin6_scope_id = if_nametoindex(name.c_str() + zone + 1);
    name.resize(zone);
  }
  if (inet_pton(AF_INET6, name.c_str(), &six->sin6_addr) != 1) return std::nullopt;
  six->sin6_family = AF_INET6;
  six->sin6_port = htons(port);
  endpoint.length = sizeof(sockaddr_in6);
  return endpoint;
}

}  // namespace hookswitch
