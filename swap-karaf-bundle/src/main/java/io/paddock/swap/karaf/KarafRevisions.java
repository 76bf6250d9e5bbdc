// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import io.paddock.api.SwapConfiguration;
import io.paddock.spi.revision.RevisionChange;
import io.paddock.spi.revision.RevisionInstaller;
import java.nio.file.Path;
import org.apache.karaf.features.BootFinished;
import org.apache.karaf.features.FeaturesService;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.MetaTypeService;

/**
 * Revisions of backends as Karaf's features. There once all features of the boot are there; what an earlier run left open
 * is ended first. No decision is made in this class.
 */
@Component(service = RevisionInstaller.class, immediate = true)
public final class KarafRevisions implements RevisionInstaller {
    private final Preparation preparation;

    @Activate
    public KarafRevisions(
            BundleContext context,
            @Reference FeaturesService karaf,
            @Reference BootFinished booted,
            @Reference ConfigurationAdmin configurations,
            @Reference MetaTypeService metatypes) {
        Features features = new Features(karaf);
        Ledger ledger = new Ledger(folder(context));
        Tailor tailor = new Tailor(new Settings(configurations), metatypes);
        Endings endings = new Endings(features, ledger, tailor, context);
        this.preparation = new Preparation(features, ledger, endings, context);
        LeftOpen.end(ledger, endings);
    }

    private static Path folder(BundleContext context) {
        String data = context.getProperty("karaf.data");
        return Path.of(data == null ? "data" : data, "paddock", "revisions").toAbsolutePath();
    }

    @Override
    public RevisionChange prepare(String backend, long bundleId, String source, SwapConfiguration configuration) {
        return preparation.prepare(backend, bundleId, source, configuration);
    }
}
