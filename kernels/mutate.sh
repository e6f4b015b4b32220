#!/usr/bin/env bash
# Plants one bug after another in a copy of the kernels; the tests must notice each. Exits with 1 if one survives.
# Takes some minutes; `mutate.sh WORD` plants only those that WORD describes.
set -uo pipefail
cd "$(dirname "$0")/.."

# what is wrong | file | sed expression
MUTATIONS=$(cat <<'END'
fused: no barrier before the teams are added up|fused.cu|/^      sums\[team\]\[COLUMNS + 1\]/,/__syncthreads/ s/__syncthreads();//
fused: no barrier before the next target's sums|fused.cu|s/if (t > 0) __syncthreads();//
fused: every target has the first one's coefficients|fused.cu|s/const double\* const of = p + (share.target + t)/const double* const of = p + (share.target + 0 * t)/
fused: every target has the first one's y|fused.cu|s/nextTarget\[t \* apart + u \* TEAMS\]/nextTarget[u * TEAMS]/
fused: the next four targets have the first ones' y|fused.cu|s/y + share.target \* apart + first + team/y + first + team/
fused: a target past the last is read|fused.cu|s/live \&\& t < share.targets ? nextTarget/live ? nextTarget/
fused: a target past the last keeps its coefficients|fused.cu|s/const bool live = t < share.targets;  .*/const bool live = true;/
fused: blocks past the last row write|fused.cu|/TEAMS \* ROWS_OF_A_TEAM);$/,/return/ s/if (count <= 0) return;//
share: blocks in z come after those in x|common.cuh|s/blockIdx.y + static_cast<long long>(gridDim.y) \* blockIdx.z, target/blockIdx.y + static_cast<long long>(gridDim.x) * blockIdx.z, target/
share: the last targets are as many as the others|common.cuh|s/MOST == 1 || targets - target >= MOST ? MOST : targets - target/MOST + 0 * targets/
share: sums of all targets in the first one's place|common.cuh|s/(block \* gridDim.x + blockIdx.x) \* MOST/(block * gridDim.x) * MOST/
fused: the last row of a block is forgotten|fused.cu|s/rowsFrom(first, rows, TEAMS \* ROWS_OF_A_TEAM)/rowsFrom(first, rows, TEAMS * ROWS_OF_A_TEAM) - 1/
fused: rows past the last keep the residual b|fused.cu|s/< count ? product + b\[t\] - target\[u\]\[t\] : T(0)/< count + THREADS ? product + b[t] - target[u][t] : T(0)/
fused: packs of a lane side by side|fused.cu|s/coefficients<T>(of, own + k \* TEAM \* SIZE/coefficients<T>(of, (lane * PACKS + k) * SIZE/
fused: padded columns are not left out when loading|fused.cu|s/live \&\& own + ahead < ld ? load/live ? load/
fused: = for += in the gradient|fused.cu|s/at\[i\] += residual \* row\[u\]/at[i] = residual * row[u]/
fused: the first team is dropped|fused.cu|s/for (int other = 0; other < TEAMS; other++)/for (int other = 1; other < TEAMS; other++)/
fused: sum of squares in the place of the sum|fused.cu|s/COLUMNS + column - features;/COLUMNS + 1 - (column - features);/
wide: no barrier between writing and reading products|fused.cu|/shared\[warp\]\[u\] = product/,/__syncthreads/ s/__syncthreads();//
wide: one buffer for products instead of two|fused.cu|s/products\[step \/ AT_ONCE % 2\]/products[0]/
wide: the gradient's start is not set|fused.cu|s/(step == 0 ? 0.0 : gradient\[column + i\])/gradient[column + i]/
wide: no barrier before the gradient is copied out|fused.cu|/if (gradient == held)/,/__syncthreads/ s/__syncthreads();//
wide: a thread strides by packs, not numbers|fused.cu|s/column < ld; column += THREADS \* SIZE) {/column < ld; column += THREADS) {/
residual: rows in steps of one team too many|gemv.cu|s/step += AT_ONCE \* teams) {/step += AT_ONCE * teams + 1) {/
residual: a lane returns early|gemv.cu|s/^  const double\* const own = p + share.target \* (features + 1ll);$/  if (first + static_cast<int>(threadIdx.x) >= rows \&\& threadIdx.x % teamFor(ld \/ Pack<T>::SIZE, WARP) > 0) return;\n&/
residual: the intercept is left out|gemv.cu|s/product\[t\]\[u\] + b - y\[target/product[t][u] - y[target/
residual: every target has the first one's coefficients|gemv.cu|s/coefficients<T>(own + t \* (features + 1ll), column/coefficients<T>(own, column/
residual: residuals go target by target|gemv.cu|s/r\[(first + i) \* targets + target\] = /r[target * rows + first + i] = /
residual: coefficients past the last target are read|gemv.cu|s/column, t < share.targets ? features : 0)/column, features)/
narrow: off by one at the end|gemv.cu|s/if (j < numbers) w\[j\]/if (j <= numbers) w[j]/
gradient: no barrier after the residuals are staged|gemv.cu|/squares\[t\] += static_cast<double>(residual)/,/__syncthreads/ s/__syncthreads();//
gradient: what cuBLAS leaves is taken for residuals|gemv.cu|s/if (live \&\& products) residual/if (live \&\& products < 0) residual/
gradient: residuals are shifted again|gemv.cu|s/if (live \&\& products) residual/if (live) residual/
gradient: another target's b|gemv.cu|s/live ? static_cast<T>(own\[t \* (features + 1ll) + features\]) : T(0);$/live ? static_cast<T>(own[features]) : T(0);/
gradient: another target's residuals|gemv.cu|s/live ? r\[(first + i) \* targets + share.target + t\]/live ? r[(first + i) * targets + t]/
gradient: targets past the last are not zeros|gemv.cu|s/T residual = live ? r\[/T residual = first + i < rows - 1 || live ? r[/
gradient: blocks past the last row write|gemv.cu|s/if (count <= 0) return;//
gradient: residuals of the whole block's place are not all staged|gemv.cu|/const T b = live/,/residuals\[t\]/ s/for (int i = threadIdx.x; i < count; i += THREADS)/for (int i = threadIdx.x; i < count \&\& i < THREADS; i += THREADS)/
columns: barrier between pieces missing|columns.cuh|/piece + i\] = all;/,/__syncthreads/ s/__syncthreads();//
columns: every target has the first one's weights|columns.cuh|s/weight(t, i) : SHORT/weight(0, i) : SHORT/
columns: a target's sums in the next one's place|columns.cuh|s/out\[t \* (features + 2ll) + piece/out[(t ^ 1) * (features + 2ll) + piece/
columns: a warp's teams are added twice|columns.cuh|s/const int apart = team < WARP ? WARP : team;/const int apart = team;/
shuffle: half of the team is left out|common.cuh|s/distance = team \/ 2; distance > 0/distance = team \/ 2; distance > 1/
shuffle: across the whole warp, whatever the team|common.cuh|s/distance = team \/ 2; distance > 0/distance = WARP \/ 2; distance > 0/
padding: parameters past the intercept are read|common.cuh|s/column + i < features ? static_cast/column + i <= features + 1 ? static_cast/
fold: the last row of a warp is dropped|step.cu|s/for (int i = 0; i < mine; i++)/for (int i = 0; i < mine - 1; i++)/
fold: the last block is dropped|step.cu|s/const int mine = rowsFrom(first, count, ROWS_OF_A_WARP);/const int mine = rowsFrom(first, count - count % ROWS_OF_FOLD, ROWS_OF_A_WARP);/
fold: no barrier before the warps are added up|step.cu|/sums\[warp\]\[lane\] = sum;/,/__syncthreads/ s/__syncthreads();//
fold: no barrier before the next columns|step.cu|/folded\[static_cast/,/^    __syncthreads/ s/__syncthreads();//
step: the epoch is not counted|step.cu|s/epochs\[target\] += 1;//
step: every target has the first one's rate|step.cu|s/const double scale = rates\[target\] \* 2 \/ rows;/const double scale = rates[0] * 2 \/ rows;/
step: losses go target by target|step.cu|s/losses\[epochs\[target\] \* static_cast<long long>(gridDim.x) + target\]/losses[epochs[target] + target]/
step: only the first 256 parameters move|step.cu|s/for (int j = threadIdx.x; j < moving; j += THREADS) p/if (const int j = threadIdx.x; j < moving) p/
descend: the intercept always moves|step.cu|s/if (j < moving) parameters/if (j <= features) parameters/
descend: no barrier before the next epoch|step.cu|/losses\[epoch \* targets + target\] = total/,/^    __syncthreads/ s/__syncthreads();//
descend: every target has the first one's y|step.cu|s/y\[target \* apart + row\]/y[row]/
descend: the parameters are left where they were|step.cu|s/if (j <= features) own\[j\] = parameters\[j\];/if (j < features) own[j] = parameters[j];/
descend: no barrier before the warps are added up|step.cu|/sums\[warp\]\[MOST_FEATURES + 1\] = squares;/,/__syncthreads/ s/__syncthreads();//
descend: rows past the last keep a residual|step.cu|s/live ? product + b - y\[target \* apart + row\] : 0.0/product + b - (live ? y[target * apart + row] : T(0))/
gram: tiles are not mirrored|gram.cu|s/if (!diagonal) out\[j \* columns + i\] = total;//
gram: rows past the slice are centred, too|gram.cu|s/return k < count ? value - centre : 0.0;/return value - centre;/
gram: no barrier between staging and multiplying|gram.cu|s/__syncthreads();  \/\/ one a stage.*//
gram: no barrier before the stages become the sums|gram.cu|/half += SUMS/,/continue/ s/__syncthreads();/if (half != 0) __syncthreads();/
gram: one of the sums is left out|gram.cu|s/for (int g = 0; g < SUMS; g++)/for (int g = 0; g < SUMS - 1; g++)/
gram: one stage instead of two|gram.cu|s/first += TILE, stage ^= 1/first += TILE/
gram: a swapped index|gram.cu|s/\[place(down, TILE \/ DOWN, i)\]\[place(across, TILE \/ ACROSS, j)\]/[place(across, TILE \/ ACROSS, j)][place(down, TILE \/ DOWN, i)]/
gram: the upper warps take the place of the lower|gram.cu|s/half == 0 ? products\[i\]\[j\] : sum + products\[i\]\[j\]/products[i][j]/
gram: no barrier before the upper warps add|gram.cu|/half += SUMS/,/continue/ s/__syncthreads();/if (half == 0) __syncthreads();/
gram: no barrier before the warps are added up|gram.cu|/sum + products/,/long long columns/ s/^  __syncthreads();//
gram: the target is not centred|gram.cu|s/Column<T>{y, 1, true, centre\[features\]}/Column<T>{y, 1, true, 0.0}/
gram: the target is centred past the slice|gram.cu|s/right.centred(nextRight\[i\], k, count)/right.centred(nextRight[i], k, count + 1)/
gram: a row of the target past the slice|gram.cu|s/nextRight\[i\] = right.at(first + TILE + k, end);/nextRight[i] = right.at(first + TILE + k, end + 1);/
gram: the target is not squared|gram.cu|s/squares += b \* b;/squares += 0;/
gram: the target is squared by the last tile, too|gram.cu|s/if (blockIdx.x == 0) squares/squares/; s/threadIdx.x == WARP \&\& blockIdx.x == 0/threadIdx.x == WARP/; s/out\[features \* columns + features\] = total/double\& whole = out[features * columns + features]; whole = blockIdx.x == 0 ? total : whole + total/
gram: the target's square comes from another tile|gram.cu|s/threadIdx.x == WARP \&\& blockIdx.x == 0/threadIdx.x == WARP/
gram: the target's products are not mirrored|gram.cu|s/out\[j \* columns + features\] = total;//
gram: one warp's share of the target is left out|gram.cu|s/w < WARPS; w++) total += held\[0\]/w < WARPS - 1; w++) total += held[0]/
gram: a warp's share of the square is left out|gram.cu|s/w < WARPS; w++) total += held\[1\]/w < WARPS - 1; w++) total += held[1]/
gram: the target is written past the last feature|gram.cu|s/warp == 0 \&\& j < features/warp == 0 \&\& j <= features/
gram: no barrier before the target is added up|gram.cu|/held\[0\]\[warp\]\[lane\]/,/long long j/ s/__syncthreads();//
sums: the target is left out|gram.cu|s/sum += y\[first + i\];/sum += 0;/
block sum: no barrier before the warps are added up|common.cuh|/sums\[threadIdx.x \/ WARP\] = value;/,/__syncthreads/ s/__syncthreads();//
unpack: no barrier between staging and storing|unpack.cu|/^      staged/,/__syncthreads/ s/__syncthreads();//
unpack: no barrier before the next columns|unpack.cu|/^      store/,/__syncthreads/ s/__syncthreads();//
unpack: a swapped index|unpack.cu|s/const int row = i \/ packs;/const int row = i % count;/
unpack: the columns that pad a row are not zeroed|unpack.cu|s/const int packs = (ld - left < COLUMNS_OF_UNPACK ? ld - left : COLUMNS_OF_UNPACK)/const int packs = (features - left < COLUMNS_OF_UNPACK ? features - left : COLUMNS_OF_UNPACK)/
unpack: padding takes what comes next|unpack.cu|s/left + i \/ ROWS_OF_UNPACK < features ? span\[i\] : T(0)/left + i \/ ROWS_OF_UNPACK < ld ? span[i] : T(0)/
unpack: the last tile is written as a whole|unpack.cu|s/const int count = rowsFrom(first, rows, ROWS_OF_UNPACK);/const int count = ROWS_OF_UNPACK + 0 * static_cast<int>(rows);/
unpack: the last row of a tile is forgotten|unpack.cu|s/rowsFrom(first, rows, ROWS_OF_UNPACK);/rowsFrom(first, rows, ROWS_OF_UNPACK) - 1;/
unpack: a block does not go on to further columns|unpack.cu|s/left < ld; left += gridDim.y \* COLUMNS_OF_UNPACK/left < ld; left += ld/
unpack: a block skips columns|unpack.cu|s/left += gridDim.y \* COLUMNS_OF_UNPACK/left += 2 * COLUMNS_OF_UNPACK/
exact: no barrier between staging and multiplying|exact.cu|0,/^    __syncthreads/ s/^    __syncthreads();//
exact: no barrier before the next stage|exact.cu|/products\[i\]\[j\].add/,/^    __syncthreads/ s/^    __syncthreads();//
exact: the error of a sum is lost|exact.cu|s/low += next.low + a.low;/low += a.low;/
exact: the low word on the left is left out|exact.cu|s/__fma_rn(a.low, b.high, __fma_rn(a.high, b.low, __fma_rn(a.high, b.high, -product)))/__fma_rn(a.high, b.low, __fma_rn(a.high, b.high, -product))/
exact: the low word on the right is left out|exact.cu|s/__fma_rn(a.high, b.low, __fma_rn(a.high, b.high, -product))/__fma_rn(a.high, b.high, -product)/
exact: the low word of a power is lost|exact.cu|s/__fma_rn(a.low, b, __fma_rn(a.high, b, -product))/__fma_rn(a.high, b, -product)/
exact: what centring leaves is lost|exact.cu|s/difference.low + value.low/value.low/
exact: the low word is not centred along|exact.cu|s/difference.low + value.low/difference.low/
exact: a term has one factor fewer|exact.cu|s/for (int k = 1; k < count; k++) product/for (int k = 2; k < count; k++) product/
exact: rows past the slice count|exact.cu|s/const bool live = first + i < end;/const bool live = first + i < rows;/
exact: the weights are left out|exact.cu|s/const DoubleDouble a = times(plain, weight);/const DoubleDouble a = plain;/
exact: the weights count twice|exact.cu|s/diagonal ? plain : live/diagonal ? times(plain, weight) : live/
exact: ones are not weighted|exact.cu|s/ones.add({weight, 0});/ones.add({1, 0});/
exact: the target is squared without its weight|exact.cu|s/squares.add(weighed, target);/squares.add(target, target);/
exact: a term past the last is multiplied|exact.cu|s/if (index >= terms) return/if (index > terms) return/
exact: a tile is written past the last term|exact.cu|s/if (i >= terms || j >= terms) continue;/if (i > terms || j > terms) continue;/
exact: tiles are not mirrored|exact.cu|s/if (!diagonal) put(j, i, total);//
exact: a swapped index|exact.cu|s/blockIdx.y \* TILE + across + v/blockIdx.y * TILE + across + EACH - 1 - v/
exact: low words in the place of the next slice|exact.cu|s/partials + blockIdx.z \* 2 \* columns \* columns/partials + blockIdx.z * columns * columns/
exact: no barrier before the warps are added up|exact.cu|/leave(2, 2, ones);/,/__syncthreads/ s/__syncthreads();//
exact: one warp is left out|exact.cu|s/for (int w = 0; w < WARPS; w++) total = plus/for (int w = 1; w < WARPS; w++) total = plus/
exact_add: past the last number|exact.cu|s/if (i >= numbers) return;/if (i > numbers) return;/
exact_add: the total begins anew|exact.cu|s/DoubleDouble all{total\[i\], total\[numbers + i\]};/DoubleDouble all{0, 0};/
exact_add: the last slice is left out|exact.cu|s/s < slices; s++) {/s < slices - 1; s++) {/
read: the last pack is forgotten|read.cu|s/i < packs ? load/i < packs - 1 ? load/
read: a pack past the end|read.cu|s/i < packs ? load/i <= packs ? load/
read: steps overlap|read.cu|s/first += gridDim.x \* PACKS_OF_STEP/first += gridDim.x * PACKS_OF_STEP - 1/
read: a thread's packs are the same|read.cu|s/first + u \* THREADS + threadIdx.x/first + threadIdx.x/
clip: the sign is lost|gemv.cu|s/r\[first + i\] = residual < 0 ? -most : most;/r[first + i] = most;/
clip: off by one at the end|gemv.cu|/excess = 0;/,/outliers = blockSum/ s/i < count; i += THREADS/i <= count; i += THREADS/
clip: the second half of a block is left alone|gemv.cu|/excess = 0;/,/outliers = blockSum/ s/i < count; i += THREADS/i < count; i += 2 * THREADS/
clip: another block's place|gemv.cu|s/partials\[2ll \* blockIdx.x + 1\] = outliers/partials[2ll * blockIdx.x] = outliers/
walk: rows are not shuffled|sgd.cu|s/(live ? chosen\[i\] : 0)/(live ? first + i : 0)/
walk: the target is another row's|sgd.cu|s/- y\[chosen\[i\]\]/- y[first + i]/
walk: the last batch counts as a whole one|sgd.cu|s/2.0 \/ count \* sum/2.0 \/ batch * sum/
walk: no barrier between residuals and gradient|sgd.cu|/residuals\[i\] = product/,/power1/ s/__syncthreads();//
walk: no barrier before the slices are added up|sgd.cu|/sums\[thread\] = /,/sum = 0/ s/__syncthreads();//
walk: no barrier before the next batch|sgd.cu|/velocities\[column\]);/,/power1/ s/^    __syncthreads();//
walk: the intercept always moves|sgd.cu|s/thread < width \&\& column < moving/thread < width \&\& column < columns/
walk: every slice takes the step|sgd.cu|s/if (thread < width \&\& column/if (column/
walk: a slice is left out|sgd.cu|s/other < THREADS; other += apart/other < THREADS - apart; other += apart/
walk: columns past the first 256 are left out|sgd.cu|s/left < columns; left += width/left < width; left += width/
walk: packs past the first of a lane are left out|sgd.cu|s/column < ld; column += team \* SIZE) {/column < team * SIZE; column += team * SIZE) {/
walk: the power is not carried on|sgd.cu|s/power2 \*= rule.second;//
walk: the powers are not written|sgd.cu|s/state\[3 \* columns\] = power1;//
walk: momentum leaves the powers behind|sgd.cu|s/rule.adam \&\& thread == 0/thread == 0/
walk: Nesterov looks no farther|sgd.cu|s/gradient + rule.first \* velocities/rule.first * velocities/
walk: epsilon under the root|sgd.cu|s/(1 - power2)) + rule.epsilon)/(1 - power2) + rule.epsilon))/
norms: the last row is forgotten|sgd.cu|/double most = 0/,/__shfl/ s/i < count ? load/i < count - 1 ? load/
norms: a team's lane alone|sgd.cu|s/norm = teamSum(norm, team);//
norms: the first warp alone|sgd.cu|s/for (int warp = 1; warp < WARPS; warp++) most/for (int warp = 1; warp < 1; warp++) most/
norms: no barrier before the warps are compared|sgd.cu|/ofWarps\[threadIdx.x/,/largest\[/ s/__syncthreads();//
END
)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
flags="-std=c++20 -O1 -Wno-unknown-pragmas"
sanitizers="-fsanitize=address,undefined -fno-sanitize-recover=all"
export ASAN_OPTIONS=detect_leaks=0

# One mutation in a folder of its own: prints "killed by ..." or "SURVIVED".
try() {
  local folder=$1 file=$2 expression=$3
  mkdir -p "$folder/src/test/cuda"
  cp -r kernels "$folder/"
  cp src/test/cuda/*.cpp src/test/cuda/*.h "$folder/src/test/cuda/"
  sed -i "$expression" "$folder/kernels/$file"
  if cmp -s "kernels/$file" "$folder/kernels/$file"; then
    echo "NOT PLANTED: the expression fits nothing any more"
    return
  fi
  # The plain build is quick, goes through all orders of threads, and notices nearly all; the sanitizers see the rest.
  local build why
  for build in "" "$sanitizers"; do
    if ! g++ $flags $build -o "$folder/test" "$folder/src/test/cuda/kernels_test.cpp" 2>"$folder/log"; then
      echo "DOES NOT COMPILE: $(grep -m 1 error "$folder/log")"
      return
    fi
    if ! timeout 300 "$folder/test" >"$folder/log" 2>&1; then
      why=$(grep -m 1 -oE 'FAILED.*|emulator: .*|runtime error: .*|AddressSanitizer: [a-z-]+' "$folder/log")
      echo "killed${build:+ (sanitizers)}: $(cut -c 1-90 <<<"${why:-ended with an error}")"
      rm -rf "$folder"
      return
    fi
  done
  echo "SURVIVED"
}

number=0
jobs=$(nproc)
while IFS='|' read -r what file expression; do
  [[ $what == *"${1:-}"* ]] || continue
  number=$((number + 1))
  while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n; done
  { printf '%-62s %s\n' "$what" "$(try "$work/$number" "$file" "$expression")" >"$work/$(printf %03d $number).result"; } &
done <<<"$MUTATIONS"
wait

cat "$work"/*.result
killed=$(cat "$work"/*.result | grep -cE ' killed( \(sanitizers\))?: ')
echo "$killed of $number planted bugs found"
[ "$killed" -eq "$number" ]
