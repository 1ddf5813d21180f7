// Networks that are made up but seeded: what happens to each packet of a stream.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

namespace hookswitch::test {

/// Milliseconds that the next packet is under way; negative: lost.
using Network = std::function<double()>;

/// Gilbert-Elliott: losses come in bursts. In the bad state three of four packets are lost, and it lasts 2.5 packets in the mean.
class BurstLoss {
 public:
  explicit BurstLoss(double loss) : enter_(kLeave * share(loss) / (1 - share(loss))) {}
  template <typename Random>
  bool operator()(Random& random) {
    std::uniform_real_distribution<double> uniform;
    const double turn = uniform(random);
    bad_ = bad_ ? turn >= kLeave : turn < enter_;
    return bad_ && uniform(random) < kLossWhileBad;
  }

 private:
  static constexpr double kLeave = 0.4;
  static constexpr double kLossWhileBad = 0.75;
  static double share(double loss) { return loss / kLossWhileBad; }

  double enter_;
  bool bad_ = false;
};

inline Network steady(double delay_ms) {
  return [=] { return delay_ms; };
}

/// Burst loss and a delay that varies like a Gaussian cut off at nothing: half of the packets come at once.
inline Network gaussian_network(unsigned seed, double loss, double deviation_ms) {
  return [=, random = std::mt19937(seed), lose = BurstLoss(loss)]() mutable {
    if (lose(random)) return -1.0;
    return std::max(0.0, std::normal_distribution<double>(0, deviation_ms)(random));
  };
}

/// Burst loss and a delay with a long tail.
inline Network gamma_network(unsigned seed, double loss, double mean_ms) {
  return [=, random = std::mt19937(seed), lose = BurstLoss(loss)]() mutable {
    if (lose(random)) return -1.0;
    return 20 + std::gamma_distribution<double>(1, mean_ms)(random);
  };
}

/// Now and then the air is busy for 60 to 200 ms, and all that waited comes at once.
inline Network wifi_network(unsigned seed) {
  return [random = std::mt19937(seed), left_ms = 0.0]() mutable {
    std::uniform_real_distribution<double> uniform;
    left_ms = std::max(0.0, left_ms - 20);
    if (uniform(random) < 0.01) left_ms = 60 + 140 * uniform(random);
    return 20 + left_ms + std::abs(std::normal_distribution<double>(0, 3)(random));
  };
}

/// The way is 60 ms longer for ten seconds, then shorter again.
inline Network stepping_network(unsigned seed) {
  return [random = std::mt19937(seed), packet = 0]() mutable {
    const double step_ms = (packet++ / 500) % 2 == 1 ? 60 : 0;
    return 20 + step_ms + std::abs(std::normal_distribution<double>(0, 2)(random));
  };
}

}  // namespace hookswitch::test
