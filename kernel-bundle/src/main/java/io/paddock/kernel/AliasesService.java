// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.Alias;
import io.paddock.api.Aliases;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.ModelSwapRequest;
import io.paddock.api.Swap;
import io.paddock.api.SwapPlan;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The kernel as callers see it who give models names of their own. */
@Component(service = Aliases.class)
public final class AliasesService implements Aliases {
    private final KernelCore core;

    @Activate
    public AliasesService(@Reference Kernel kernel) {
        this(kernel.core());
    }

    AliasesService(KernelCore core) {
        this.core = core;
    }

    @Override
    public List<Alias> list() {
        return core.aliases().list();
    }

    @Override
    public CompletableFuture<Alias> make(Alias alias) {
        return core.onMessengers(core.aliasFlow().make(alias));
    }

    @Override
    public CompletableFuture<Void> remove(String name) {
        return core.swaps().changes(name)
                ? CompletableFuture.failedFuture(new InferenceException(
                        ErrorCode.SWAP_UNDER_WAY, "alias '" + name + "' is being swapped; see paddock:swaps"))
                : core.onMessengers(core.aliasFlow().remove(name));
    }

    @Override
    public CompletableFuture<SwapPlan> plan(ModelSwapRequest request) {
        return core.onMessengers(core.swaps().plan(request));
    }

    @Override
    public CompletableFuture<Swap> swap(ModelSwapRequest request) {
        return core.onMessengers(core.swaps().swap(request));
    }
}
